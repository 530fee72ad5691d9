using System.Diagnostics;
using System.Net.Sockets;

namespace RnnTrainer.Tests;

/// <summary>What a path may name besides a file. Each is made in a folder of the test: nothing is done to the machine's own
/// devices.</summary>
static class SpecialFiles
{
    /// <summary>A link to <c>/dev/zero</c>, which never ends.</summary>
    public static string Zero(this TemporaryFolder folder, string name) => folder.Link(name, "/dev/zero");

    /// <summary>A FIFO.</summary>
    public static string Pipe(this TemporaryFolder folder, string name)
    {
        using var made = Process.Start("mkfifo", [folder.File(name)]);
        made.WaitForExit();
        return made.ExitCode == 0 ? folder.File(name) : throw new IOException("mkfifo");
    }

    /// <summary>A socket that nobody listens to.</summary>
    public static string Socket(this TemporaryFolder folder, string name)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.File(name + ".bound")));
        File.Move(folder.File(name + ".bound"), folder.File(name)); // the name of a bound socket goes when it is closed
        return folder.File(name);
    }

    public static string Link(this TemporaryFolder folder, string name, string target)
    {
        File.CreateSymbolicLink(folder.File(name), target);
        return folder.File(name);
    }

    /// <summary>Another name of a file.</summary>
    public static string HardLink(this TemporaryFolder folder, string name, string target)
    {
        using var made = Process.Start("ln", [target, folder.File(name)]);
        made.WaitForExit();
        return made.ExitCode == 0 ? folder.File(name) : throw new IOException("ln");
    }
}
