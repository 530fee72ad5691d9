using System.Text;

namespace RnnTrainer.Data.Layouts.Text;

/// <summary>Cuts a text into characters; equal ones share a string.</summary>
static class Characters
{
    /// <summary>The characters of a UTF-8 text; CR LF and CR become one line feed, and a byte order mark is skipped.</summary>
    public static string[] Of(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8.TrimStart("\uFEFF"u8);
        var known = new Dictionary<int, string>();
        string[] ascii = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];
        var characters = new List<string>(utf8.Length);
        for (var at = 0; at < utf8.Length;)
        {
            var b = utf8[at];
            if (b < 128)
            {
                at += b == '\r' && at + 1 < utf8.Length && utf8[at + 1] == '\n' ? 2 : 1;
                characters.Add(b == '\r' ? "\n" : ascii[b]);
                continue;
            }

            Rune.DecodeFromUtf8(utf8[at..], out var rune, out var size);
            at += size;
            characters.Add(known.TryGetValue(rune.Value, out var text) ? text : known[rune.Value] = rune.ToString());
        }

        return [.. characters];
    }
}
