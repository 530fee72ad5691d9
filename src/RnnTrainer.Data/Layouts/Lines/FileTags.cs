using System.Text;

namespace RnnTrainer.Data.Layouts.Lines;

/// <summary>The tags, such as <c>@relation</c>, that the formats .ts, .arff and .tsf begin with.</summary>
static class FileTags
{
    const int LongestTag = 30;

    /// <summary>The tags before the data, in lower case; empty if the first line that is no comment is none.</summary>
    public static IEnumerable<string> Of(byte[] text)
    {
        for (var line = new TextLine(text); line.Next();)
        {
            if (line.IsBlank || line.Span[0] is (byte)'#' or (byte)'%')
            {
                continue;
            }

            if (line.Span.TrimStart(" \t"u8) is not [(byte)'@', ..])
            {
                yield break;
            }

            var start = Encoding.UTF8.GetString(line.Span.TrimStart(" \t"u8)[..Math.Min(LongestTag, line.Span.TrimStart(" \t"u8).Length)]);
            var tag = start.Split(' ', '\t')[0].ToLowerInvariant();
            yield return tag;
            if (tag == "@data")
            {
                yield break;
            }
        }
    }
}
