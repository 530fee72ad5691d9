using System.Text;

namespace RnnTrainer.Cli.Pages;

/// <summary>A self-contained HTML page: no script, nothing loaded from elsewhere.</summary>
static class Page
{
    static readonly string[] Skeleton = Resource("report.html").Split(["{title}", "{style}", "{body}"], StringSplitOptions.None);
    static readonly string Style = Resource("report.css");

    /// <summary>The page with the most detail that stays below <see cref="DetailLevel.MostBytes"/>.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="parts">The parts of the body as markup. They are enumerated until the page is too large.</param>
    public static string Of(string title, Func<DetailLevel, IEnumerable<string>> parts) =>
        DetailLevel.Levels.SkipLast(1).Select(detail => Within(DetailLevel.MostBytes, title, parts(detail)))
            .FirstOrDefault(page => page is not null)
        ?? Within(int.MaxValue, title, parts(DetailLevel.Levels[^1]))!;

    /// <summary>The page, or null if it is larger than that.</summary>
    static string? Within(int mostBytes, string title, IEnumerable<string> parts)
    {
        var (body, bytes) = (new StringBuilder(), 0);
        foreach (var part in parts)
        {
            body.Append(part);
            bytes += Encoding.UTF8.GetByteCount(part);
            if (bytes >= mostBytes)
            {
                return null;
            }
        }

        var page = string.Concat(Skeleton[0], Html.Text(title), Skeleton[1], Style, Skeleton[2], body.ToString(), Skeleton[3])
            .ReplaceLineEndings("\n");
        return Encoding.UTF8.GetByteCount(page) < mostBytes ? page : null;
    }

    static string Resource(string name)
    {
        using var stream = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream(name)!);
        return stream.ReadToEnd();
    }
}
