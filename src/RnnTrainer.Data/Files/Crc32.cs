namespace RnnTrainer.Data.Files;

/// <summary>The checksum of gzip: CRC-32 of ISO 3309, the polynomial 04C11DB7 with the lowest bit first.</summary>
static class Crc32
{
    static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Rest((uint)n))];

    /// <summary>The checksum of bytes that follow those with the checksum <paramref name="before"/>, which is 0 at the beginning.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        foreach (var b in bytes)
        {
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    static uint Rest(uint n)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            n = (n & 1) == 0 ? n >> 1 : (n >> 1) ^ 0xEDB88320;
        }

        return n;
    }
}
