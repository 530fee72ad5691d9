using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RnnTrainer.Cli.Terminal;

/// <summary>Standard error on a terminal: lines in two columns, label and text, and progress that is drawn in place.</summary>
sealed partial class Screen
{
    // The widest usual label, validation, and a space.
    const int LabelWidth = 11;

    readonly IAnsiConsole _console;

    /// <param name="hasColour">False if NO_COLOR is set.</param>
    /// <param name="isUnicode">False if the terminal shows ASCII only.</param>
    public Screen(TextWriter error, bool hasColour, bool isUnicode)
    {
        (HasColour, IsUnicode) = (hasColour, isUnicode);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = hasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(error),
        });
        _console.Profile.Capabilities.Unicode = isUnicode;
    }

    public bool HasColour { get; }

    public bool IsUnicode { get; }

    /// <summary>Writes a line in two columns if it starts with a label, as <c>data: …</c> or <c>read FILE: …</c>, else as it is.</summary>
    public void Write(string line)
    {
        var parts = Labelled().Match(line);
        if (!parts.Success)
        {
            _console.Write(new Text(line + "\n"));
            return;
        }

        _console.Write(Table([(parts.Groups["label"].Value, new Text(parts.Groups["text"].Value))]));
    }

    /// <summary>Draws rows of label and text until the work is done; the last picture stays.</summary>
    /// <param name="rows">The rows at this moment.</param>
    /// <param name="work">The work; its argument redraws the rows.</param>
    public void Draw(Func<IEnumerable<(string Label, IRenderable Text)>> rows, Action<Action> work)
    {
        // The cursor is hidden meanwhile, and a second signal ends the process at once.
        void Restore(object? sender, EventArgs e) => _console.Cursor.Show(true);
        AppDomain.CurrentDomain.ProcessExit += Restore;
        try
        {
            _console.Live(Table(rows())).Start(context => work(() => context.UpdateTarget(Table(rows()))));
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
