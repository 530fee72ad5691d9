using System.Globalization;

namespace RnnTrainer.Training.Distributed;

/// <summary>What started this process together with others, as the environment says.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Rank">The number of this process, from 0.</param>
/// <param name="Size">How many were started.</param>
sealed record Launcher(string Name, int Rank, int Size)
{
    /// <summary>The launcher of Open MPI.</summary>
    public const string OpenMpi = "mpirun of Open MPI";

    /// <summary>The launcher of MPICH and its relatives.</summary>
    public const string Hydra = "mpiexec of MPICH";

    /// <summary>Slurm, where it starts processes of MPI.</summary>
    public const string Slurm = "srun";

    /// <summary>Null: this process was started alone.</summary>
    /// <param name="variable">A variable of the environment.</param>
    public static Launcher? Of(Func<string, string?> variable)
    {
        var found = Read(OpenMpi, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE")
            ?? Read(variable("SLURM_PROCID") is null ? Hydra : Slurm, "PMI_RANK", "PMI_SIZE")
            ?? (variable("PMIX_RANK") is null ? null : Read(Slurm, "SLURM_PROCID", "SLURM_NTASKS"));
        return found is { Size: > 1 } ? found : null;

        Launcher? Read(string name, string rank, string size) =>
            Number(variable(rank)) is { } r && Number(variable(size)) is { } n ? new Launcher(name, r, n) : null;
    }

    static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
