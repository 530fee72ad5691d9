namespace RnnTrainer.Endurance;

/// <summary>How a training is ended.</summary>
enum Ending
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGTERM.</summary>
    Term,

    /// <summary>SIGINT.</summary>
    Interrupt,

    /// <summary>SIGINT, and once more.</summary>
    Twice,

    /// <summary>Its folder gets another name.</summary>
    Moved,

    /// <summary>Its folder may no longer be written.</summary>
    ReadOnly,
}

/// <summary>What each of them is.</summary>
static class Endings
{
    const UnixFileMode Read =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Ends a training.</summary>
    public static void Happens(this Ending ending, Rnns rnn, string run)
    {
        switch (ending)
        {
            case Ending.Kill:
                rnn.Process.Kill();
                break;
            case Ending.Term:
                rnn.Send("TERM");
                break;
            case Ending.Interrupt:
                rnn.Send("INT");
                break;
            case Ending.Twice:
                rnn.Send("INT");
                rnn.Send("INT");
                break;
            case Ending.Moved when Directory.Exists(run):
                Directory.Move(run, Elsewhere(run));
                break;
            case Ending.ReadOnly when Directory.Exists(Checkpoints(run)):
                Permit(Checkpoints(run), writing: false);
                break;
        }
    }

    /// <summary>After the training has ended: the folder is where it was, and may be written.</summary>
    public static void PutRight(this Ending ending, string run)
    {
        if (ending == Ending.Moved && Directory.Exists(Elsewhere(run)))
        {
            Directory.Move(Elsewhere(run), run);
        }

        if (ending == Ending.ReadOnly && Directory.Exists(Checkpoints(run)))
        {
            Permit(Checkpoints(run), writing: true);
        }
    }

    /// <summary>The exit code that goes with it.</summary>
    public static int Exit(this Ending ending) => ending switch
    {
        Ending.Kill => 137,
        Ending.Term => 143,
        Ending.Interrupt or Ending.Twice => 130,
        _ => 2,
    };

    /// <summary>Lets everybody read a folder, and write it or not.</summary>
    public static void Permit(string folder, bool writing)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, writing ? Read | Write : Read);
        }
    }

    static string Elsewhere(string run) => run + "-elsewhere";

    static string Checkpoints(string run) => Path.Combine(run, "checkpoints");
}
