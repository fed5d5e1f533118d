// Times as the page says them: London time, in its language.

/** "6:10 pm" and "Tuesday 10 February". @param {number} at ms */
function timeAndDay(at) {
  const say = (form) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "Europe/London", ...form }).format(at);
  return {
    time: say({ hour: "numeric", minute: "2-digit", hour12: true }).toLowerCase(),
    day: say({ weekday: "long", day: "numeric", month: "long" }).replace(",", ""),
  };
}

/** @param {{today: string, then: string}} sentences with {time}, and {day} for another day */
export function atTime({ today, then }, at) {
  const { time, day } = timeAndDay(at);
  const sentence = day === timeAndDay(Date.now()).day ? today : then;
  return sentence.replace("{time}", time.replaceAll(" ", "\u00a0")).replace("{day}", day);
}
