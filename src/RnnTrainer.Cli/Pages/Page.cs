using System.Text;

namespace RnnTrainer.Cli.Pages;

/// <summary>A self-contained HTML page: no script, nothing loaded from elsewhere.</summary>
static class Page
{
    static readonly string[] Skeleton = Resource("report.html").Split(["{title}", "{style}", "{body}"], StringSplitOptions.None);
    static readonly string Style = Resource("report.css");

    /// <summary>The page with the most detail that stays below <see cref="DetailLevel.MostBytes"/>.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="pieces">The body as markup, in pieces, so that a page which has become too large is not drawn to its end.</param>
    public static string Of(string title, Func<DetailLevel, IEnumerable<string>> pieces) =>
        DetailLevel.Levels.SkipLast(1).Select(detail => Within(DetailLevel.MostBytes, title, pieces(detail))).FirstOrDefault(page => page is not null)
        ?? Within(int.MaxValue, title, pieces(DetailLevel.Levels[^1]))!;

    /// <summary>The page, or null if it is larger than that.</summary>
    static string? Within(int mostBytes, string title, IEnumerable<string> pieces)
    {
        var (body, bytes) = (new StringBuilder(), 0);
        foreach (var piece in pieces)
        {
            body.Append(piece);
            bytes += Encoding.UTF8.GetByteCount(piece);
            if (bytes >= mostBytes)
            {
                return null;
            }
        }

        var page = string.Concat(Skeleton[0], Html.Text(title), Skeleton[1], Style, Skeleton[2], body.ToString(), Skeleton[3]).ReplaceLineEndings("\n");
        return Encoding.UTF8.GetByteCount(page) < mostBytes ? page : null;
    }

    static string Resource(string name)
    {
        using var stream = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream(name)!);
        return stream.ReadToEnd();
    }
}
