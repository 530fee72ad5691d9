using System.Globalization;

namespace RnnTrainer.Tests.Cli;

/// <summary>The MPI libraries of this machine.</summary>
sealed class Mpi
{
    // As root, with more processes than cores, on one machine.
    static readonly (string, string)[] Environment =
    [
        ("OMPI_ALLOW_RUN_AS_ROOT", "1"), ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"), ("OMPI_MCA_mpi_yield_when_idle", "1"),
        ("OMPI_MCA_plm_rsh_agent", "/bin/true"), ("OMPI_MCA_btl_vader_single_copy_mechanism", "none"), ("OMPI_MCA_btl", "self,vader"),
    ];

    /// <summary>The words that start processes, up to their number.</summary>
    static readonly Dictionary<string, string[]> Launchers = new()
    {
        ["openmpi"] = ["mpirun.openmpi", "--oversubscribe", "--bind-to", "none", "-n"],
        ["mpich"] = ["mpiexec.mpich", "-n"],
    };

    /// <summary>Why a library cannot be tested; null: it can.</summary>
    public static string? Missing(string library) =>
        System.Environment.GetEnvironmentVariable("RNN_MPI") is null ? "several processes take minutes on two cores: set RNN_MPI=1"
        : (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, Launchers[library][0]))) ? null
            : $"{Launchers[library][0]} is not installed (Debian: openmpi-bin, mpich)";

    /// <summary>Starts `rnn` in R processes, each on one core.</summary>
    public static RnnProcess Start(string library, int R, params string[] args) => RnnProcess.StartCommand(
        [.. Launchers[library], R.ToString(CultureInfo.InvariantCulture), .. RnnProcess.Command(args)], Environment);

    /// <summary>The processes that another one has started, and those that they have started, with a variable of their
    /// environment.</summary>
    public static IEnumerable<int> Below(int process, string variable)
    {
        foreach (var child in Directory.GetDirectories("/proc").Select(d => Path.GetFileName(d)).Where(n => n.All(char.IsAsciiDigit))
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture)).Where(id => ParentOf(id) == process))
        {
            if (Read(child, "environ").Split('\0').Contains(variable) && Read(child, "comm").Trim() == "dotnet")
            {
                yield return child;
            }

            foreach (var below in Below(child, variable))
            {
                yield return below;
            }
        }
    }

    static int? ParentOf(int id) =>
        Read(id, "stat") is { Length: > 0 } stat
            ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) : null;

    static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

/// <summary>A test in several processes of an MPI library; it is skipped where that is not installed.</summary>
sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute(string library) => Skip = Mpi.Missing(library);
}

/// <summary>The same for one case.</summary>
sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute(string library) => Skip = Mpi.Missing(library);
}
