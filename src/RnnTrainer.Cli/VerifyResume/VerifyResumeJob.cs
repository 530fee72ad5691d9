using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>
/// One <c>rnn verify-resume</c>: N steps as they come, and N steps of which a third and two thirds were followed by a sudden end; checkpoints are written within epochs, so
/// that some steps are taken twice.
/// </summary>
static class VerifyResumeJob
{
    public static int Run(Session session, string config, IReadOnlyList<string> sets, int? wanted)
    {
        var N = wanted ?? Steps(config, sets);
        if (N < 3)
        {
            throw new UsageException($"--steps expects at least 3 to be killed twice on the way, found {N}");
        }

        var folder = TemporaryFolder();
        try
        {
            var trial = new Trial(session, config, [.. sets, string.Create(CultureInfo.InvariantCulture, $"training.checkpoint_every={Math.Max(1, N / 5)}")]);
            var (whole, broken) = (Path.Combine(folder, "whole"), Path.Combine(folder, "broken"));
            session.Log($"training {N} steps without a break");
            trial.Train(whole, N, kills: false);
            int[] kills = [N / 3, 2 * N / 3];
            foreach (var kill in kills)
            {
                session.Log($"killing a training after step {kill}");
                trial.Train(broken, kill, kills: true);
            }

            session.Log($"going on to step {N}");
            trial.Train(broken, N, kills: false);
            return Answer(session, N, kills, Differences(whole, broken).ToList());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static string TemporaryFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("rnn-verify-resume-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"no folder can be made in '{Path.GetTempPath()}'", "let the environment variable TMPDIR name a folder that can be written");
        }
    }

    static int Steps(string config, IReadOnlyList<string> sets)
    {
        var loaded = CommandInputs.ReadConfig(config, sets);
        var steps = new EpochPlan(loaded.Config, TrainingData.Read(loaded.Config, loaded.Folders).Train.Ready).Count;
        return (int)Math.Min((long)steps * loaded.Config.Training.Epochs, Math.Max(12, Math.Min(((3 * steps) + 1) / 2, 60)));
    }

    static IEnumerable<string> Differences(string whole, string broken)
    {
        foreach (var file in new[] { "checkpoints/last.safetensors", "checkpoints/best.safetensors" })
        {
            var (one, other) = (Path.Combine(whole, file), Path.Combine(broken, file));
            if (File.Exists(one) != File.Exists(other) || (File.Exists(one) && !File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other))))
            {
                yield return file;
            }
        }

        if (!Numbers(whole).SequenceEqual(Numbers(broken)))
        {
            yield return "metrics.jsonl";
        }
    }

    // All but what depends on the clock.
    static IEnumerable<string> Numbers(string run) => MetricsLog.Read(Path.Combine(run, "metrics.jsonl")).Select(line =>
        new JsonObject(line.Where(p => p.Key is not ("seconds" or "sequences_per_second" or "steps_per_second")).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString());

    static int Answer(Session session, int N, int[] kills, List<string> differences)
    {
        session.PrintResult(
            "rnn.verify-resume/1",
            () => differences.Count == 0
                ? $"equal: {N} steps, killed after {kills[0]} and {kills[1]} and resumed, end with the same checkpoints and metrics, byte for byte\n"
                : $"NOT equal after {N} steps, killed after {kills[0]} and {kills[1]} and resumed: {string.Join(", ", differences)}\n",
            () => new JsonObject
            {
                ["equal"] = differences.Count == 0,
                ["steps"] = N,
                ["killed_after"] = new JsonArray([.. kills.Select(k => JsonValue.Create(k))]),
                ["different"] = new JsonArray([.. differences.Select(d => JsonValue.Create(d))]),
            });
        return differences.Count == 0 ? ExitCode.Success : ExitCode.Check;
    }

    /// <summary>Trainings of one config, quiet and apart from the user's runs.</summary>
    sealed class Trial(Session session, string config, IReadOnlyList<string> sets)
    {
        /// <summary>Trains up to a step in all, and there stops in an orderly way or as if the process had been killed: nothing is saved any more.</summary>
        public void Train(string path, int upTo, bool kills)
        {
            var exists = Directory.Exists(path);
            var taken = exists ? new RunCheckpoints(RunDirectory.Open(path), 0).ReadNewest(out _).Checkpoint.Progress.Step : 0;
            using var interruption = new Interruption();
            var inner = session.CreateNested(interruption, step =>
            {
                if (taken + step == upTo)
                {
                    End(interruption, kills);
                }
            });
            try
            {
                TrainJob.Run(inner, new TrainOrder(config, sets, path, exists ? path : null, DryRun: false, FailUnder: [], IsTrial: true));
            }
            catch (KilledException)
            {
            }
        }

        static void End(Interruption interruption, bool kills)
        {
            if (kills)
            {
                throw new KilledException();
            }

            interruption.Request(ExitCode.Interrupted);
        }
    }

    sealed class KilledException : Exception;
}
