using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Text;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Cli.Data;

/// <summary><c>rnn data convert IN OUT</c>: converts a file of any layout to long CSV or Parquet.</summary>
static class DataConvertCommand
{
    public static Command Make(Session session)
    {
        var input = CommonOptions.Name("IN", "a file of any layout: wide or series CSV, Parquet, a manifest, .ts, UCR's .tsv, text");
        var output = CommonOptions.Name("OUT", "the CSV to write, a row per time step, or .parquet; - for standard output", isOutput: true);
        var columns = new DataColumnOptions();
        var words = new Option<string?>("--words")
        {
            Description = "a column of texts: each becomes a sequence with a row per word; default: none",
            HelpName = "COL",
        };
        var letters = new Option<string?>("--letters")
        {
            Description = "a column of texts: each becomes a sequence with a row per letter; default: none",
            HelpName = "COL",
        };
        var force = CommonOptions.Force();
        var command = new DocumentedCommand(
            "convert",
            "Convert a file of any layout to long CSV or Parquet, with a row per time step.",
            "rnn data convert wide.csv long.parquet",
            "rnn data convert old.csv long.csv --encoding latin-1 --sequence store,item --step date",
            "rnn data convert reviews.csv words.csv --words text")
        {
            input, output, words, letters, force, CommonOptions.Memory(),
        };
        foreach (var option in columns.Reading)
        {
            command.Options.Add(option);
        }

        command.SetAction(int (parse) =>
        {
            var from = parse.GetRequiredValue(input);
            var to = OutputFile.Prepare(
                session, parse.GetRequiredValue(output), new OverwriteRule(parse.GetValue(force), InputFiles.OfData(from)));
            parse.RequireUse(!parse.Has(words), "and --words exclude each other", "leave out one of them", letters);
            parse.RequireUse(
                !parse.Has(words)
                && !parse.Has(letters), "has no effect with --words and --letters, which keep all columns", "leave it out",
                [.. columns.Reading]);
            return (parse.GetValue(words) ?? parse.GetValue(letters)) is { } column
                ? Report(session, from, to, $"'{column}' is a column of texts", Texts(from, to, column, parse.GetValue(words) is null))
                : OptionNames.Named(() => Run(session, from, to, Summarizer.Of(from, columns.Options(parse, session, from))));
        });
        return command;
    }

    static int Texts(string from, OutputFile to, string column, bool letters)
    {
        var texts = 0;
        to.WriteTable(writer => texts = TextColumn.Convert(from, writer, column, letters));
        return texts;
    }

    static int Run(Session session, string from, OutputFile to, DataSummary summary)
    {
        if (summary.ProblemCount > 0)
        {
            throw new DataException(
                summary.Options.HasHeader ? summary.Problems : [.. summary.Problems.Select(WithoutNames)], summary.ProblemCount);
        }

        var set = DataFile.Read(from, OptionsFor(summary));
        foreach (var note in set.Notes)
        {
            session.Log($"note: {from}: {note}");
        }

        to.WriteTable(writer => LongWriter.Write(set, writer));
        return Report(
            session, from, to, $"{summary.Layout.Layout.ToString().ToLowerInvariant()}: {summary.Layout.Reason}", set.Sequences.Count);
    }

    static Diagnostic WithoutNames(Diagnostic problem) =>
        problem with { Hint = $"{problem.Hint} If the first line names the columns, leave out --no-header.".TrimStart() };

    /// <summary>Targets that are inputs too are read once; missing values are read, and become empty cells.</summary>
    static DataOptions OptionsFor(DataSummary summary)
    {
        var options = summary.Options;
        var targetsAreInputs = options.TargetsAreInputs == true || options.TargetLevel == TargetLevel.Next
            || (summary.Layout.Layout == Layout.Series && options.TargetKind != TargetKind.Label);
        options = targetsAreInputs ? options with { Target = [], TargetKind = TargetKind.None } : options;
        return options.Missing == MissingPolicy.Error ? options with { Missing = MissingPolicy.Mean } : options;
    }

    static int Report(Session session, string from, OutputFile to, string how, int sequences)
    {
        session.Log($"read {from}: {how}");
        to.PrintResult(
            "rnn.data.convert/1",
            () => $"{Printable.Line(to.Path)}: {sequences} {Words.Agree(sequences, "sequence", "sequences")}\n",
            () => new JsonObject { ["in"] = from, ["out"] = to.Path, ["sequences"] = sequences });
        return ExitCode.Success;
    }
}
