using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;

namespace RnnTrainer.Cli.Derive;

/// <summary>What <c>rnn derive</c> prints, and how.</summary>
/// <param name="HasForward">Whether the program is printed.</param>
/// <param name="HasBackward">Whether the derived loops are printed.</param>
sealed record DerivedParts(bool HasForward, bool HasBackward)
{
    public bool IsLatex { get; init; }

    public bool IsSimplified { get; init; }

    public bool IsExplained { get; init; }

    /// <summary>Whether the names of a cell have their time steps.</summary>
    public bool HasTime { get; init; }
}

/// <summary>Prints a program and the backward loops derived from it.</summary>
static class DeriveJob
{
    /// <exception cref="UsageException">There is no such cell or program, or it has no time steps.</exception>
    public static int Run(Session session, string name, DerivedParts parts)
    {
        var program = ProgramChoice.Build(name);
        using var graph = program.Graph;
        var names = NamesOf(name, program, parts.HasTime);
        if (parts.IsSimplified)
        {
            graph.SimplifyBackward(program.Results);
        }

        StatementWarnings.Print(session, name);
        IReadOnlyList<string>? forward = parts.HasForward ? [.. Forward(program, names, parts)] : null;
        IReadOnlyList<DerivedStatement>? explained = parts is { HasBackward: true, IsExplained: true }
            ? graph.ExplainedFrom(program.Results) : null;
        IReadOnlyList<string>? backward = parts.HasBackward ? [.. Lines(graph.BackwardFrom(program.Results), names, parts.IsLatex)] : null;
        var printed = explained is null ? backward : [.. Explanation.Lines(explained, names, parts.IsLatex)];
        session.PrintResult(
            "rnn.derive/1", () => Text(forward, printed, parts.IsLatex), () => Document(name, forward, backward, explained, names));
        return ExitCode.Success;
    }

    static TensorNames NamesOf(string name, BuiltProgram program, bool hasTime) => !hasTime ? TensorNames.Plain
        : program.Step is { } step ? TensorNames.OfStep(step.Before, step.After)
        : throw new UsageException($"--time is for cells, and '{name}' is a program, which has no time steps", "leave out --time");

    static IEnumerable<string> Forward(BuiltProgram program, TensorNames names, DerivedParts parts) =>
        parts.IsLatex || parts.HasTime ? Lines(program.Graph.Statements, names, parts.IsLatex) : program.ForwardText;

    static IEnumerable<string> Lines(IReadOnlyList<Statement> statements, TensorNames names, bool isLatex) =>
        isLatex ? LatexPrinter.Lines(statements, names) : TextPrinter.Lines(statements, names);

    // Without LaTeX and time steps the text with both parts can be read again as a file with its own backward part.
    static string Text(IReadOnlyList<string>? forward, IReadOnlyList<string>? backward, bool isLatex) => string.Concat(
        (forward ?? []).Concat(forward is null || backward is null ? [] : isLatex ? [""] : ["", "backward"])
        .Concat(backward ?? []).Select(l => l + "\n"));

    static JsonObject Document(
        string name, IReadOnlyList<string>? forward, IReadOnlyList<string>? backward, IReadOnlyList<DerivedStatement>? explained,
        TensorNames names)
    {
        var document = new JsonObject
        {
            ["name"] = name,
            ["forward"] = forward is null ? null : Texts(forward),
            ["backward"] = backward is null ? null : Texts(backward),
        };
        if (explained is not null)
        {
            document["explained"] = new JsonArray([.. explained.Select(d => (JsonNode?)new JsonObject
            {
                ["line"] = TextPrinter.Statement(d.Statement, names),
                ["from"] = d.Source is null ? null : TextPrinter.Statement(d.Source, names),
                ["of"] = d.Read is null ? null : TextPrinter.Expression(d.Read, names),
                ["rules"] = Texts(d.Rules.Select(r => Rule.NameOf(r.Kind))),
                ["summed"] = Texts(d.Summed.Select(i => i.Name)),
            })]);
        }

        return document;
    }

    static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode?)t)]);
}
