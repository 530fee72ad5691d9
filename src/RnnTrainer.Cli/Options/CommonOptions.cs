using System.CommandLine;
using System.Globalization;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;

namespace RnnTrainer.Cli.Options;

/// <summary>Arguments and options of several commands.</summary>
static class CommonOptions
{
    /// <summary>As in <c>training.threads</c>.</summary>
    public const int MostThreads = 4096;

    /// <summary>The name of the option of <see cref="Memory"/>.</summary>
    public const string MemoryName = "--memory";

    public static Argument<string> Config() => Name("CONFIG", "a YAML file; `rnn config schema` describes its keys");

    public static Argument<string> Run()
    {
        var run = Name("RUN", "a run directory; runs/latest is the newest");
        run.CompletionSources.Add(_ => Suggestions.Runs());
        return run;
    }

    /// <summary>One or more runs.</summary>
    /// <param name="least">The fewest.</param>
    public static Argument<string[]> Runs(int least)
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "run directories; runs/latest is the newest",
            HelpName = "RUN",
            Arity = new ArgumentArity(least, 1000),
        };
        runs.CompletionSources.Add(_ => Suggestions.Runs());
        return runs;
    }

    /// <summary>An argument that names something. A word that starts with a dash is an unknown option, which the parser would take for a
    /// name.</summary>
    /// <param name="isOutput">Whether <c>-</c> is allowed, for standard output.</param>
    public static Argument<string> Name(string name, string description, bool optional = false, bool isOutput = false)
    {
        var argument = new Argument<string>(name)
        {
            Description = description,
            HelpName = name,
            Arity = optional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value.StartsWith('-') && !(isOutput && result.Tokens[0].Value == "-"))
            {
                result.AddError($"unknown option '{result.Tokens[0].Value}'");
            }
        });
        return argument;
    }

    public static Option<string[]> Set()
    {
        var set = new Option<string[]>("--set", "-s")
        {
            Description = "override one key of the config, for example --set training.epochs=10; repeatable",
            HelpName = "key=value",
            Arity = ArgumentArity.OneOrMore,
        };
        set.CompletionSources.Add(context => Suggestions.Assignments(context.WordToComplete));
        set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"--set expects key=value, found '{token.Value}'.");
            }
        });
        return set;
    }

    public static Option<int?> Threads() =>
        OptionValues.Whole("--threads", "processor cores to use, 0 for all; default: training.threads of the config", "N", 0, MostThreads);

    /// <summary>The bytes of memory that the command may take; <see cref="Session"/> applies it.</summary>
    public static Option<MemorySize?> Memory() => new(MemoryName)
    {
        Description = "memory that may be used, such as 512MB or 4GB; default: what the machine or container has",
        HelpName = "SIZE",
        CustomParser = OptionValues.TakeMemory,
    };

    public static Option<string> Target() =>
        OptionValues.List(
            "--target", "the column to predict, or several with commas between them; default: decided from the file", "COL,…");

    /// <summary>The columns in the value of such an option.</summary>
    public static string[] Columns(string? names) =>
        names?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The assignments of <c>--set</c> and <c>--threads</c>.</summary>
    /// <exception cref="UsageException">Both set the number of threads.</exception>
    public static string[] Assignments(string[]? sets, int? threads)
    {
        if (threads is null)
        {
            return sets ?? [];
        }

        RequireNotSet(sets, "training.threads", "--threads");
        return [.. sets ?? [], $"training.threads={threads.Value.ToString(CultureInfo.InvariantCulture)}"];
    }

    /// <summary>Refuses a <c>--set</c> of a key that another option sets.</summary>
    /// <exception cref="UsageException">There is such an assignment.</exception>
    public static void RequireNotSet(IEnumerable<string>? sets, string key, string option)
    {
        if ((sets ?? []).Any(s => s[..Math.Max(0, s.IndexOf('=', StringComparison.Ordinal))].Trim() == key))
        {
            throw new UsageException($"--set {key} and {option} both set {key}", "leave out one of them");
        }
    }

    /// <summary>Whether an option is in the command line.</summary>
    public static bool Has(this ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>Refuses options that would have no effect.</summary>
    /// <param name="applies">Whether they have one.</param>
    /// <param name="when">What they are for, as in <c>is for --gates</c>.</param>
    /// <param name="hint">What to do.</param>
    /// <exception cref="UsageException">One of them is in the command line and has no effect.</exception>
    public static void RequireUse(this ParseResult parse, bool applies, string when, string hint, params IEnumerable<Option> options)
    {
        if (!applies && options.FirstOrDefault(parse.Has) is { } idle)
        {
            throw new UsageException($"{idle.Name} {when}", hint);
        }
    }

    public static Option<string?> Checkpoint() => new("--checkpoint")
    {
        Description = "best, last, or the path of a checkpoint; default: best",
        HelpName = "best|last|PATH",
    };

    public static Option<bool> Force() => new("--force")
    {
        Description = "overwrite an existing file, but never one that the command reads",
    };

    public static Option<bool> TensorBoard() => new("--tensorboard")
    {
        Description =
            "also write losses, scores, learning rate and gradient norm as event files to RUN/tensorboard, for `tensorboard --logdir runs`",
    };

    public static Option<string[]> FailUnder() => new("--fail-under")
    {
        Description =
            "exit 4 if the metric is worse than V (above it for losses, errors, perplexity and bits, below it for the others); repeatable",
        HelpName = "METRIC=V",
        Arity = ArgumentArity.OneOrMore,
    };
}
