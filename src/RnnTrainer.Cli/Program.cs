using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using RnnTrainer.Cli.Backtests;
using RnnTrainer.Cli.Bench;
using RnnTrainer.Cli.Cells;
using RnnTrainer.Cli.Compare;
using RnnTrainer.Cli.Completion;
using RnnTrainer.Cli.Configuration;
using RnnTrainer.Cli.Data;
using RnnTrainer.Cli.Derive;
using RnnTrainer.Cli.Doctor;
using RnnTrainer.Cli.Drawing;
using RnnTrainer.Cli.Ensembles;
using RnnTrainer.Cli.Eval;
using RnnTrainer.Cli.Explain;
using RnnTrainer.Cli.Export;
using RnnTrainer.Cli.Gradcheck;
using RnnTrainer.Cli.Help;
using RnnTrainer.Cli.Import;
using RnnTrainer.Cli.Init;
using RnnTrainer.Cli.Inspect;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Predict;
using RnnTrainer.Cli.Report;
using RnnTrainer.Cli.Runs;
using RnnTrainer.Cli.Sample;
using RnnTrainer.Cli.Sweeps;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Tracing;
using RnnTrainer.Cli.Train;
using RnnTrainer.Cli.Tuning;
using RnnTrainer.Cli.VerifyResume;

namespace RnnTrainer.Cli;

/// <summary>The command line: this page is its table of contents, each command has a page of its own.</summary>
static class Program
{
    // A file may be called @data.csv: there are no response files.
    static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    static int Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var interruption = Interruption.FromSignals();
        return Run(args, Session.FromConsole(interruption));
    }

    /// <summary>Runs one command line within a session; nothing is thrown.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, Session session)
    {
        try
        {
            var parse = Root(session).Parse(Directives.Checked(args), Parser);
            session.ApplyGlobalOptions(parse);
            if (LacksCommand(parse) && !session.Json)
            {
                Root(session).Parse([.. args, "--help"]).Invoke(session.Invocation);
                return ExitCode.Usage;
            }

            if (IsSpare(session) && (parse.Action is ParseErrorAction
                || parse.CommandResult.Command is not DocumentedCommand { UsesProcesses: true }))
            {
                return ExitCode.Success;
            }

            var exit = parse.Action is ParseErrorAction
                ? session.ReportFailure(UsageErrors.Of(parse))
                : parse.Invoke(session.Invocation);
            return exit == ExitCode.Success && session.Interruption.Exit == ExitCode.ReaderGone ? ExitCode.ReaderGone : exit;
        }
        catch (ReaderGoneException)
        {
            return ExitCode.ReaderGone;
        }
        catch (UsageException) when (IsSpare(session))
        {
            return ExitCode.Success;
        }
        catch (Exception e)
        {
            return session.ReportFailure(Failure.From(e), e);
        }
    }

    // Process 0 reports for all; where another one ended first with an error, a launcher would end process 0 before it does.
    static bool IsSpare(Session session) => session.Launcher is { Rank: > 0 };

    /// <summary>Whether the line ends where a command has to follow, as that of <c>rnn</c> alone and of <c>rnn data</c> do.</summary>
    static bool LacksCommand(ParseResult parse) => parse.Action is ParseErrorAction
        && parse.CommandResult.Command is { Subcommands.Count: > 0 } && parse.UnmatchedTokens.Count == 0 && parse.Errors.Count == 1;

    /// <summary>All commands with all their options.</summary>
    internal static RootCommand Root(Session session)
    {
        var root = new RootCommand(
            "Trains recurrent models whose cells are written as equations; the gradients are derived, printable and checked.")
        {
            InitCommand.Make(session),
            TrainCommand.Make(session),
            VerifyResumeCommand.Make(session),
            EvalCommand.Make(session),
            PredictCommand.Make(session),
            ExplainCommand.Make(session),
            SampleCommand.Make(session),
            GradcheckCommand.Make(session),
            BenchCommand.Make(session),
            DeriveCommand.Make(session),
            TraceCommand.Make(session),
            DrawCommand.Make(session),
            CellsCommand.Make(session),
            CompareCommand.Make(session),
            SweepCommand.Make(session),
            TuneCommand.Make(session),
            BacktestCommand.Make(session),
            EnsembleCommand.Make(session),
            DataCommand.Make(session),
            InspectCommand.Make(session),
            RunsCommand.Make(session),
            ReportCommand.Make(session),
            ExportCommand.Make(session),
            ImportCommand.Make(session),
            ConfigCommand.Make(session),
            DoctorCommand.Make(session),
            CompletionCommand.Make(session),
        };
        session.AddGlobalOptions(root);
        OptionValues.RefuseBlanks(root);
        RootHelp.Extend(root, session);
        return root;
    }
}
