using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Tracing;

namespace RnnTrainer.Cli.Tracing;

/// <summary>A trace as one self-contained page that steps through the statements, forward and back.</summary>
static class TracePage
{
    static readonly string[] Skeleton = Resource().Split(["{title}", "{data}"], StringSplitOptions.None);

    public static string Of(PassTrace trace)
    {
        var document = TraceDocument.Of(trace);
        document["head"] = TraceText.Head(trace.Subject);

        // The default encoder writes < and & as \u003c and \u0026, so that no text can end the element.
        return string.Concat(
            Skeleton[0], Html.Text(TraceText.Head(trace.Subject)), Skeleton[1], document.ToJsonString(), Skeleton[2])
            .ReplaceLineEndings("\n");
    }

    static string Resource()
    {
        using var stream = new StreamReader(typeof(TracePage).Assembly.GetManifestResourceStream("trace.html")!);
        return stream.ReadToEnd();
    }
}
