using System.Runtime.InteropServices;
using System.Text;

namespace RnnTrainer.Training.Distributed;

/// <summary>
/// The functions of an MPI library of this machine. Open MPI's handles are addresses of objects that it exports; MPICH's and those of
/// the ABI of MPI 5 are numbers.
/// </summary>
sealed class MpiLibrary
{
    /// <summary>The variable that names the library.</summary>
    public const string Variable = "RNN_MPI_LIB";

    const string Abi = "libmpi_abi";

    static readonly string[] OfOpenMpi = ["libmpi.so.40", "libmpi.40.dylib"];
    static readonly string[] OfMpich = ["libmpi.so.12", "libmpich.so.12", "libmpi.12.dylib"];

    readonly nint _library;
    readonly Handles _handles;

    MpiLibrary(nint library, string name, Handles handles)
    {
        (_library, Name, _handles) = (library, name, handles);
        Initialize = Function<InitializeFunction>("MPI_Init");
        Finish = Function<FinishFunction>("MPI_Finalize");
        RankOf = Function<AskFunction>("MPI_Comm_rank");
        SizeOf = Function<AskFunction>("MPI_Comm_size");
        SendReceive = Function<SendReceiveFunction>("MPI_Sendrecv");
        Broadcast = Function<BroadcastFunction>("MPI_Bcast");
        Abort = Function<AbortFunction>("MPI_Abort");
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int InitializeFunction(nint count, nint arguments);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int FinishFunction();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int AskFunction(nint communicator, out int value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int SendReceiveFunction(
        ref byte sent, int sentCount, nint sentType, int to, int sentTag, ref byte received, int receivedCount, nint receivedType, int from,
        int receivedTag, nint communicator, nint status);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int BroadcastFunction(ref byte bytes, int count, nint type, int root, nint communicator);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int AbortFunction(nint communicator, int code);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    delegate int VersionFunction(ref byte text, out int length);

    /// <summary>The constants of mpi.h.</summary>
    /// <param name="World">MPI_COMM_WORLD.</param>
    /// <param name="Byte">MPI_BYTE.</param>
    /// <param name="NoStatus">MPI_STATUS_IGNORE.</param>
    public sealed record Handles(nint World, nint Byte, nint NoStatus);

    /// <summary>The name by which it was found.</summary>
    public string Name { get; }

    public nint World => _handles.World;

    public nint Byte => _handles.Byte;

    public nint NoStatus => _handles.NoStatus;

    public InitializeFunction Initialize { get; }

    public FinishFunction Finish { get; }

    public AskFunction RankOf { get; }

    public AskFunction SizeOf { get; }

    public SendReceiveFunction SendReceive { get; }

    public BroadcastFunction Broadcast { get; }

    public AbortFunction Abort { get; }

    /// <summary>The first line of what it says of itself.</summary>
    public string Version
    {
        get
        {
            var text = new byte[8192]; // MPI_MAX_LIBRARY_VERSION_STRING of MPICH; others have less
            Function<VersionFunction>("MPI_Get_library_version")(ref text[0], out var length);
            var first = Encoding.UTF8.GetString(text, 0, Math.Clamp(length, 0, text.Length)).Split('\n', ',')[0];
            return first.Replace(" Version:\t", " ", StringComparison.Ordinal).Trim('\0', ' ');
        }
    }

    /// <summary>Loads the library of <see cref="Variable"/>, or the first that is there: that of the launcher before others.</summary>
    /// <exception cref="RunException">There is none.</exception>
    public static MpiLibrary Load(Launcher? launcher, Func<string, string?> variable)
    {
        var named = variable(Variable);
        string[] names = !string.IsNullOrEmpty(named) ? [named]
            : launcher?.Name == Launcher.Hydra ? [$"{Abi}.so", .. OfMpich, .. OfOpenMpi]
            : [$"{Abi}.so", .. OfOpenMpi, .. OfMpich];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return new MpiLibrary(library, name, HandlesOf(library, name));
            }
        }

        throw new RunException(
            $"there is no MPI library: {string.Join(", ", names)} cannot be loaded",
            $"install the MPI of the launcher (Debian: openmpi-bin or mpich), name its library in {Variable}, or let every process train "
            + "alone: --distributed none");
    }

    static Handles HandlesOf(nint library, string name) =>
        Path.GetFileName(name).StartsWith(Abi, StringComparison.Ordinal) ? new Handles(0x101, 0x247, 0)
        : NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var world)
        ? new Handles(world, NativeLibrary.GetExport(library, "ompi_mpi_byte"), 0)
        : new Handles(0x44000000, 0x4c00010d, 1);

    T Function<T>(string name)
        where T : Delegate => NativeLibrary.TryGetExport(_library, name, out var address)
            ? Marshal.GetDelegateForFunctionPointer<T>(address)
            : throw new RunException($"'{Name}' is not an MPI library: it has no {name}", $"name one in {Variable}");
}
