"""How large a photo may be, checked before it is decoded; measured on 22 November 2026 with Pillow 13.0.

The figure behind all of them: a server process stays below 600 MB whatever is sent (docs/decisions/0008-receipts.md).
A decoder needs so many bytes for a pixel that its kind has a limit of its own.
"""

MOST_BYTES = 20 * 1024 * 1024  # a 50 megapixel photo of a phone is 12 to 18 MB
LONGEST_SIDE = 20_000  # pixels
MOST_PIXELS = {
    "JPEG": 50_000_000,  # the largest that phones of 2026 take; decoded at half size, a progressive one needs 340 MB
    "PNG": 25_000_000,  # decoded whole, and once more for what shines through: 250 MB
    "WEBP": 20_000_000,  # its decoder keeps four pictures: 360 MB
    "HEIF": 25_000_000,  # what iPhones take unless told otherwise: 190 MB
}
MOST_SAMPLES = 150_000_000  # pixels times colours: a JPEG for printing has four

# What is kept: readable paper, some hundred kilobytes. A till roll is long and narrow: its width is what is read.
KEPT_SIDE = 2_000
KEPT_WIDTH_OF_ROLL = 1_000
KEPT_LENGTH_OF_ROLL = 6_000
KEPT_QUALITY = 80
SMALL_SIDE = 320
SMALL_QUALITY = 70
