using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnTrainer.Training.Distributed;

/// <summary>The processes of an MPI job. There is one in a process, from <see cref="Start"/> to <see cref="End"/>.</summary>
sealed class MpiCommunicator : ICommunicator
{
    readonly MpiLibrary _mpi;

    MpiCommunicator(MpiLibrary mpi, int rank, int size) => (_mpi, Rank, Size) = (mpi, rank, size);

    public int Rank { get; }

    public int Size { get; }

    /// <summary>The library, as it names itself.</summary>
    public string Library => _mpi.Version;

    /// <summary>Joins the other processes.</summary>
    /// <param name="launcher">What started them; null: this process was started alone.</param>
    /// <param name="variable">A variable of the environment.</param>
    /// <exception cref="RunException">There is no MPI library.</exception>
    public static MpiCommunicator Start(Launcher? launcher, Func<string, string?> variable)
    {
        var mpi = MpiLibrary.Load(launcher, variable);
        Require(mpi.Initialize(0, 0), "MPI_Init");
        Require(mpi.RankOf(mpi.World, out var rank), "MPI_Comm_rank");
        Require(mpi.SizeOf(mpi.World, out var size), "MPI_Comm_size");
        return new MpiCommunicator(mpi, rank, size);
    }

    /// <summary>Why these are not the processes that a launcher has started; null: they are.</summary>
    public RunException? DiffersFrom(Launcher? launcher) => launcher is null || launcher.Size == Size ? null : new RunException(
        $"{launcher.Name} has started {launcher.Size} processes, and {_mpi.Name} ({Library}) knows of {Size}: launcher and library "
        + "belong to different MPIs",
        $"use the launcher of that library, or name the launcher's library in {MpiLibrary.Variable}");

    /// <summary>Why they cannot share the shards of a batch; null: they can.</summary>
    public RunException? CannotShare() => BitOperations.IsPow2(Size) ? null : new RunException(
        $"{Size} processes cannot share a batch: their number has to be a power of two that divides training.shards",
        $"start {BitOperations.RoundUpToPowerOf2((uint)Size) / 2} or {BitOperations.RoundUpToPowerOf2((uint)Size)}");

    public void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received) => Require(
        _mpi.SendReceive(
            ref MemoryMarshal.GetReference(sent), sent.Length, _mpi.Byte, partner, 0,
            ref MemoryMarshal.GetReference(received), received.Length, _mpi.Byte, partner, 0, _mpi.World, _mpi.NoStatus),
        "MPI_Sendrecv");

    public void Broadcast(Span<byte> bytes) => Require(
        _mpi.Broadcast(ref MemoryMarshal.GetReference(bytes), bytes.Length, _mpi.Byte, 0, _mpi.World), "MPI_Bcast");

    /// <summary>Leaves the others, when all do so.</summary>
    public void End() => Require(_mpi.Finish(), "MPI_Finalize");

    /// <summary>Ends all processes at once, this one too.</summary>
    public void Abort(int exit) => Require(_mpi.Abort(_mpi.World, exit), "MPI_Abort");

    static void Require(int result, string function)
    {
        if (result != 0)
        {
            throw new IOException($"{function} failed with error {result}");
        }
    }
}
