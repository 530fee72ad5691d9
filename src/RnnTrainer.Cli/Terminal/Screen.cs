using System.Text.RegularExpressions;
using RnnTrainer.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RnnTrainer.Cli.Terminal;

/// <summary>Standard error where a person looks at it: what is said stands in two columns, and what goes on is drawn in place.</summary>
sealed partial class Screen
{
    // The widest of the usual labels, validation, and a blank.
    const int LabelWidth = 11;

    readonly IAnsiConsole console;

    /// <param name="hasColour">False where NO_COLOR asks for none.</param>
    /// <param name="isUnicode">False where the terminal has ASCII only.</param>
    public Screen(TextWriter error, bool hasColour, bool isUnicode)
    {
        (HasColour, IsUnicode) = (hasColour, isUnicode);
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = hasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(error),
        });
        console.Profile.Capabilities.Unicode = isUnicode;
    }

    public bool HasColour { get; }

    public bool IsUnicode { get; }

    /// <summary>A line whose first word says what it is about, before a colon or as <c>read FILE: …</c>; other lines stand as they are.</summary>
    public void Write(string line)
    {
        var parts = Labelled().Match(line);
        if (!parts.Success)
        {
            console.Write(new Text(line + "\n"));
            return;
        }

        console.Write(Table([(parts.Groups["label"].Value, new Text(parts.Groups["text"].Value))]));
    }

    /// <summary>Draws rows of label and text until the work is done, and leaves the last picture.</summary>
    /// <param name="rows">What to draw now.</param>
    /// <param name="work">Is handed what draws anew.</param>
    public void Draw(Func<IEnumerable<(string Label, IRenderable Text)>> rows, Action<Action> work)
    {
        // The cursor is hidden meanwhile, and a second signal ends the process on the spot.
        void Restore(object? sender, EventArgs e) => console.Cursor.Show(true);
        AppDomain.CurrentDomain.ProcessExit += Restore;
        try
        {
            console.Live(Table(rows())).Start(context => work(() => context.UpdateTarget(Table(rows()))));
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Restore;
        }
    }

    Grid Table(IEnumerable<(string Label, IRenderable Text)> rows)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn { Width = LabelWidth, NoWrap = true, Padding = new Padding(0, 0, 1, 0) })
            .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (label, text) in rows)
        {
            grid.AddRow(new Text(label, StyleOf(label)), text);
        }

        return grid;
    }

    Style StyleOf(string label) => !HasColour ? Style.Plain : label switch
    {
        "warning" => new Style(Color.Yellow, decoration: Decoration.Bold),
        "error" => new Style(Color.Red, decoration: Decoration.Bold),
        _ => new Style(Color.Teal),
    };

    [GeneratedRegex(@"^(?<label>read)(?= )\s(?<text>.*)$|^(?<label>[a-z]{2,10}): (?<text>.*)$", RegexOptions.Singleline)]
    private static partial Regex Labelled();
}
