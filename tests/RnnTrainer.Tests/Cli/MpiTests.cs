using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Tests.Training.Sharding;
using RnnTrainer.Training;
using RnnTrainer.Training.Distributed;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>mpirun -n R rnn train</c>, with the MPI libraries that are installed.</summary>
public sealed class MpiTests : IDisposable
{
    const string OpenMpi = "openmpi";
    const string Mpich = "mpich";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MpiTheory(OpenMpi)]
    [InlineData("classify", 2)]
    [InlineData("tag", 4)]
    [InlineData("forecast", 2)]
    [InlineData("language", 2)]
    [InlineData("multilabel", 2)]
    [InlineData("cell", 2)]
    public void Processes_of_Open_MPI_end_with_the_bytes_of_one(string name, int R) => AssertSame(OpenMpi, name, R);

    [MpiTheory(Mpich)]
    [InlineData("classify", 2)]
    [InlineData("cell", 2)]
    public void Processes_of_MPICH_end_with_the_bytes_of_one(string name, int R) => AssertSame(Mpich, name, R);

    [MpiTheory(OpenMpi)]
    [InlineData(4, 1, 2)]
    [InlineData(2, 0, 1)]
    public void When_a_process_of_Open_MPI_is_killed_all_end_and_another_number_resumes_to_the_same_bytes(
        int before, int rank, int after) => AssertKilled(OpenMpi, before, $"OMPI_COMM_WORLD_RANK={rank}", after);

    [MpiTheory(Mpich)]
    [InlineData(2, 1, 1)]
    public void When_a_process_of_MPICH_is_killed_all_end_and_another_number_resumes_to_the_same_bytes(int before, int rank, int after) =>
        AssertKilled(Mpich, before, $"PMI_RANK={rank}", after);

    [MpiTheory(OpenMpi)]
    [InlineData(2, "2 processes cannot share 3 shards (training.shards)", 2, "--set", "training.shards=3")]
    [InlineData(3, "3 processes cannot share a batch", 2)]
    [InlineData(2, "nothing.csv", 3, "--set", "data.train=nothing.csv")]
    public void A_mistake_is_told_once_and_ends_all_processes(int R, string message, int exit, params string[] more)
    {
        var config = ShardCases.Write(_folder, "classify", "seed: 2");
        using var job = Mpi.Start(OpenMpi, R, ["train", config, "--out", _folder.File("run"), .. more]);

        Assert.Equal(exit, job.End());
        Assert.Equal(2, job.Error.Split(message).Length);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [MpiFact(OpenMpi)]
    public void Without_a_number_of_shards_there_is_one_for_each_process_and_the_run_keeps_it()
    {
        var config = ShardCases.Write(_folder, "classify", "seed: 2");
        using var job = Mpi.Start(OpenMpi, 2, "train", config, "--out", _folder.File("run"), "--set", "training.epochs=1");
        Assert.True(job.End() == 0, job.Error);

        Assert.Contains("shards: 2\n", File.ReadAllText(_folder.File("run/config.yaml")), StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("train", config, "--resume", _folder.File("run"), "--quiet").Exit);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("alone"), "--quiet", "--set", "training.shards=2").Exit);
        Assert.Equal(Bytes("alone", "last"), Bytes("run", "last"));
    }

    [MpiTheory(OpenMpi)]
    [InlineData("eval")]
    [InlineData("sweep")]
    public void Of_another_command_one_process_prints_the_result(string command)
    {
        var config = ShardCases.Write(_folder, "classify");
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet").Exit);
        string[] args = command == "eval" ? ["eval", _folder.File("run"), "--json"]
            : ["sweep", config, "--grid", "model.hidden=3,4,5", "--out", _folder.File("sweep"), "--json"];
        using var job = Mpi.Start(OpenMpi, 2, args);

        Assert.True(job.End() == 0, job.Error);
        Assert.Equal($"rnn.{command}/1", (string)job.Json["schema"]!);
        Assert.True(command == "eval" || job.Json["runs"]!.AsArray().All(r => (string)r!["status"]! == "finished"));
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4", "mpirun of Open MPI 1 4")]
    [InlineData("PMI_RANK=0 PMI_SIZE=2", "mpiexec of MPICH 0 2")]
    [InlineData("PMI_RANK=0 PMI_SIZE=2 SLURM_PROCID=0", "srun 0 2")]
    [InlineData("PMIX_RANK=3 SLURM_PROCID=3 SLURM_NTASKS=8", "srun 3 8")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=8", "")]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1", "")]
    [InlineData("PMI_RANK=x PMI_SIZE=2", "")]
    public void The_environment_says_whether_several_processes_were_started(string variables, string expected)
    {
        var set = variables.Split(' ').Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
        var found = Launcher.Of(name => set.GetValueOrDefault(name));

        Assert.Equal(expected, found is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{found.Name} {found.Rank} {found.Size}"));
    }

    [Fact]
    public void A_library_that_is_not_there_or_is_none_of_MPI_is_refused_by_name()
    {
        var none = Assert.Throws<RunException>(() => MpiLibrary.Load(null, _ => "/nowhere/libmpi.so"));
        Assert.Contains("/nowhere/libmpi.so cannot be loaded", none.Message, StringComparison.Ordinal);
        Assert.Contains("RNN_MPI_LIB", none.Hint, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            var other = Assert.Throws<RunException>(() => MpiLibrary.Load(null, _ => "libc.so.6"));
            Assert.Contains("is not an MPI library: it has no MPI_Init", other.Message, StringComparison.Ordinal);
        }
    }

    void AssertSame(string library, string name, int R)
    {
        var config = ShardCases.Write(_folder, name);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("alone"), "--quiet").Exit);
        using var job = Mpi.Start(library, R, "train", config, "--out", _folder.File("run"), "--threads", "1", "--json");

        Assert.True(job.End() == 0, job.Error);
        Assert.Equal("rnn.train/1", (string)job.Json["schema"]!);
        Assert.DoesNotContain("\u001b", job.Error, StringComparison.Ordinal);
        Assert.All(["last", "best"], which => Assert.Equal(Bytes("alone", which), Bytes("run", which)));
        Assert.Equal(Metrics("alone"), Metrics("run"));
        Assert.Equal(
            JsonNode.Parse(File.ReadAllText(_folder.File("alone/run.json")))!["metrics"]!.ToJsonString(),
            job.Json["metrics"]!.ToJsonString());
    }

    void AssertKilled(string library, int before, string variable, int after)
    {
        var config = ShardCases.Write(_folder, "language");
        string[] options = ["--threads", "1", "--set", "training.epochs=400", "--skip-train-scores"];
        Assert.Equal(0, Rnn.Run(["train", config, "--out", _folder.File("alone"), "--quiet", .. options]).Exit);
        using var job = Mpi.Start(library, before, ["train", config, "--out", _folder.File("run"), .. options]);
        WaitForEpochs(3, job);
        var killed = Assert.Single(Mpi.Below(job.Process.Id, variable));
        Process.Start("kill", ["-KILL", killed.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

        Assert.NotEqual(0, job.End(seconds: 30));
        Assert.Empty(Mpi.Below(Environment.ProcessId, variable));
        using var resumed = Mpi.Start(library, after, ["train", config, "--resume", _folder.File("run"), .. options]);
        Assert.True(resumed.End() == 0, resumed.Error);
        Assert.All(["last", "best"], which => Assert.Equal(Bytes("alone", which), Bytes("run", which)));
        Assert.Equal(Metrics("alone"), Metrics("run"));
    }

    void WaitForEpochs(int count, RnnProcess job)
    {
        var metrics = _folder.File("run/metrics.jsonl");
        for (var n = 0; n < 2400 && !(File.Exists(metrics) && File.ReadLines(metrics).Count() >= count); n++)
        {
            Assert.False(job.Process.HasExited, $"it ended by itself\n{job.Error}");
            Thread.Sleep(25);
        }
    }

    byte[] Bytes(string run, string which) => File.ReadAllBytes(_folder.File($"{run}/checkpoints/{which}.safetensors"));

    /// <summary>The lines of the epochs, without times.</summary>
    IEnumerable<string> Metrics(string run) => File.ReadLines(_folder.File($"{run}/metrics.jsonl")).Select(line =>
    {
        var epoch = JsonNode.Parse(line)!.AsObject();
        foreach (var time in new[] { "seconds", "sequences_per_second", "steps_per_second" })
        {
            epoch.Remove(time);
        }

        return epoch.ToJsonString();
    });
}
