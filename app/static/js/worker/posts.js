// A form that the page could not take care of, and that could not be sent: it is kept as the page would have kept it.
import { itemFrom } from "../outbox/item.js";
import { done, fact, item, keep, tell } from "../outbox/store.js";

/** The request itself goes to the server as it is: a copy is read only when that has failed. */
export async function answerOrKeep({ request, url }) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch (error) {
    const owner = await fact("person");
    const kept = owner && (await itemFrom(await copy.formData(), { action: url.pathname, owner, pot: "" }));
    if (!kept?.id) throw error;
    // It was on its way: nobody knows whether it arrived.
    if (!(await item(kept.id)) && !(await done(kept.id))) await keep({ ...kept, tries: 1 });
    await self.registration.sync?.register("outbox").catch(() => {});
    tell({ changed: true });
    return Response.redirect("/outbox", 303);
  }
}
