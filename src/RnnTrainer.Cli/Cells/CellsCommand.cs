using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Analysis;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Cells;

/// <summary><c>rnn cells [CELL]</c>: lists the built-in cells with their costs and sources, or prints the text of one.</summary>
static class CellsCommand
{
    const int ReferenceWidth = 64;

    // As in a config.
    const int MostUnits = 65536;

    public static Command Make(Session session)
    {
        var cell = CommonOptions.Name("CELL", "print the text of this cell, as a file to start from; default: list all", optional: true);
        cell.CompletionSources.Add(_ => Suggestions.Cells());
        var hidden = OptionValues.Count("--hidden", "units, for the costs; default: 64", "H", MostUnits);
        var input = OptionValues.Count("--input", "inputs, for the costs; default: 16", "D", MostUnits);
        var command = new DocumentedCommand(
            "cells",
            "List the built-in cells with their parameters, operations per step and source; or print the text of one.",
            "rnn cells",
            "rnn cells lstm > my.cell")
        {
            cell, hidden, input,
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(
                parse.GetValue(cell) is null
                || session.Json, "is for the costs, which the list and --json show", "leave it out, or add --json", hidden, input);
            return Run(session, parse.GetValue(cell), parse.GetValue(input) ?? 16, parse.GetValue(hidden) ?? 64);
        });
        return command;
    }

    static int Run(Session session, string? name, int K, int J)
    {
        TextCell[] cells = name is null ? [.. CellLibrary.All] : [(TextCell)CellChoice.Find(name)];
        session.PrintResult(
            "rnn.cells/1",
            to => to.Write(name is null ? Table(cells, K, J) : cells[0].Text),
            () =>
                new JsonObject
                {
                    ["input"] = K,
                    ["hidden"] = J,
                    ["cells"] = new JsonArray([.. cells.Select(c => Document(c, CostOf(c, K, J)))])
                });
        return ExitCode.Success;
    }

    static string Table(IReadOnlyList<TextCell> cells, int K, int J)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"a layer of {J} units with {K} inputs; ")
            .Append("operations of one forward step for one example\n");
        var costs = cells.Select(c => CostOf(c, K, J)).ToList();
        var (parameters, operations) = (Column(costs.Select(c => c.Parameters)), Column(costs.Select(c => c.Operations)));
        text.Append(
            CultureInfo.InvariantCulture,
            $"{"cell",-18}{"states",7}{"parameters".PadLeft(parameters)}{"operations".PadLeft(operations)}  from\n");
        foreach (var (cell, cost) in cells.Zip(costs))
        {
            text.Append(CultureInfo.InvariantCulture, $"{cell.Name,-18}{cell.States.Count,7}")
                .Append(Grouped(cost.Parameters).PadLeft(parameters)).Append(Grouped(cost.Operations).PadLeft(operations))
                .Append($"  {Short(Reference(cell))}\n");
        }

        return text.Append("`rnn cells NAME` prints a cell's text, `rnn derive NAME` its backward loops\n").ToString();
    }

    static int Column(IEnumerable<long> numbers) => Math.Max(12, numbers.Max(n => Grouped(n).Length) + 2);

    static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The cost with J units, or the next number of units that the cell allows.</summary>
    static CellCost CostOf(TextCell cell, int K, int J) => CellCost.Measure(cell, K, new CellSizes(J: J).Fitting(cell).J);

    static JsonObject Document(TextCell cell, CellCost cost) => new()
    {
        ["name"] = cell.Name,
        ["states"] = new JsonArray([.. cell.States.Select(s => (JsonNode?)s)]),
        ["constants"] = new JsonObject(cell.Constants.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))),
        ["parameters"] = cost.Parameters,
        ["operations_per_step"] = cost.Operations,
        ["reference"] = Reference(cell),
        ["use"] = string.Join(' ', cell.About.Skip(1)),
        ["text"] = cell.Text,
    };

    static string Reference(TextCell cell) => cell.About.Count > 0 ? cell.About[0] : "";

    static string Short(string reference) => reference.Length <= ReferenceWidth ? reference : reference[..(ReferenceWidth - 1)] + "…";
}
