using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using static System.FormattableString;

namespace RnnTrainer.Cli.Sweeps;

/// <summary><c>rnn sweep … --print</c>: the file with which a cluster runs the same command in several processes that share a
/// folder.</summary>
static class ClusterJob
{
    const int MostProcesses = 8;

    // Each has one argument.
    static readonly string[] NotInJob = ["--print", "--shard"];

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Print(Session session, string kind, string config, SweepOptions options, ParseResult parse)
    {
        CommandInputs.RequireConfig(config);
        var plan = Sweep.Plan(config, options);
        var job = new Parts(
            NameOf(plan.Folder),
            options.Shard?.Count ?? Math.Min(plan.Settings.Count, MostProcesses),
            plan.Folder,
            [.. CommandLine(parse)]);
        var text = kind == "slurm" ? Slurm(job) : Kubernetes(job);
        session.PrintResult("rnn.sweep/1", file => file.Write(text), () => new JsonObject { ["processes"] = job.Count, ["job"] = text });
        return ExitCode.Success;
    }

    /// <param name="Name">Of the job.</param>
    /// <param name="Count">The number of processes.</param>
    /// <param name="Folder">The folder of the runs.</param>
    /// <param name="Words">The command line of each.</param>
    sealed record Parts(string Name, int Count, string Folder, IReadOnlyList<string> Words);

    /// <summary>The words of the command line, without the options that the job does not have.</summary>
    static IEnumerable<string> CommandLine(ParseResult parse)
    {
        yield return "rnn";
        var before = "";
        foreach (var token in parse.Tokens.Select(t => t.Value))
        {
            if (!NotInJob.Contains(token) && !NotInJob.Contains(before))
            {
                yield return token;
            }

            before = token;
        }
    }

    static string Slurm(Parts job) => Invariant($"""
        #!/bin/bash
        # {job.Count} processes that share {job.Folder}. Submit with sbatch from the folder of the config; submit again to continue.
        #SBATCH --job-name={job.Name}
        #SBATCH --array=0-{job.Count - 1}
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=2
        #SBATCH --mem=4G
        #SBATCH --time=08:00:00
        #SBATCH --requeue
        #SBATCH --open-mode=append
        #SBATCH --output={job.Name}-%a.log
        cd "$SLURM_SUBMIT_DIR"
        srun --cpus-per-task="$SLURM_CPUS_PER_TASK" {string.Join(' ', job.Words.Select(w => w.StartsWith('-') ? w : Shell.Quoted(w)))}

        """);

    static string Kubernetes(Parts job) => Invariant($$"""
        # {{job.Count}} processes that share {{job.Folder}}. Set image and claimName, put config and data on the volume, and kubectl apply it.
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: {{job.Name}}
        spec:
          completionMode: Indexed
          completions: {{job.Count}}
          parallelism: {{job.Count}}
          backoffLimit: {{10 * job.Count}}
          template:
            spec:
              restartPolicy: OnFailure
              containers:
                - name: rnn
                  image: IMAGE
                  workingDir: /work
                  command: [{{string.Join(", ", job.Words.Select(Yaml))}}]
                  resources:
                    requests: {cpu: "2", memory: 4Gi}
                    limits: {memory: 4Gi}
                  volumeMounts:
                    - {name: work, mountPath: /work}
              volumes:
                - name: work
                  persistentVolumeClaim: {claimName: CLAIM}

        """);

    // Kubernetes replaces $(NAME) in a command, unless the dollar is doubled. A JSON string is one of YAML.
    static string Yaml(string word) => JsonSerializer.Serialize(word.Replace("$(", "$$(", StringComparison.Ordinal), Plain);

    /// <summary>The folder as the name of a job: in lower case, of letters, digits and dashes, 50 characters at most.</summary>
    static string NameOf(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)).ToLowerInvariant();
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return plain.Length == 0 ? "rnn-sweep" : plain[..Math.Min(50, plain.Length)].TrimEnd('-');
    }
}
