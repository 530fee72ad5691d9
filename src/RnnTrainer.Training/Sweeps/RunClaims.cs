using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training.Sweeps;

/// <summary>
/// The claims of processes that share the folder of a sweep. Claim g of a run is the file <c>NAME.g</c>, which only one process can make.
/// It ends when it is released or its process dies; then one process can make <c>NAME.(g + 1)</c>. So no two processes train the same run,
/// whether or not the file system has locks that other machines see.
/// </summary>
/// <param name="folder">The folder of the claims.</param>
/// <param name="time">The clock.</param>
sealed class RunClaims(string folder, TimeProvider time)
{
    /// <summary>After this time without a sign of life, a process of another machine counts as dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    // A process that was killed between making its file and writing its name.
    static readonly TimeSpan Unwritten = TimeSpan.FromSeconds(10);

    readonly Dictionary<string, (string? Text, long Since)> _seen = [];

    /// <summary>Claims a run.</summary>
    /// <param name="name">The name of its folder.</param>
    /// <returns>Null: another process has it.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public RunClaim? TryTake(string name)
    {
        Directory.CreateDirectory(folder);
        var last = -1;
        while (File.Exists(PathOf(name, last + 1)))
        {
            last++;
        }

        ClaimState? before = null;
        return last >= 0 && !HasEnded(PathOf(name, last), out before) ? null
            : RunClaim.TryMake(PathOf(name, last + 1), before is { IsReleased: false } dead ? dead.Owner : null, time);
    }

    string PathOf(string name, int generation) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.{generation}"));

    /// <summary>Whether a claim was released or its process died. Whether a process of another machine lives is seen from its file, which
    /// it writes again and again.</summary>
    bool HasEnded(string path, out ClaimState? state)
    {
        var text = TryRead(path);
        state = ClaimState.Parse(text);
        if (state is { IsReleased: true })
        {
            return true;
        }

        if (state is { CanBeChecked: true })
        {
            return !state.Owner.MayRun;
        }

        if (!_seen.TryGetValue(path, out var seen) || seen.Text != text)
        {
            _seen[path] = (text, time.GetTimestamp());
            return false;
        }

        return time.GetElapsedTime(seen.Since) > (state is null ? Unwritten : Silence);
    }

    static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>What the file of a claim says.</summary>
/// <param name="Owner">The process that made it.</param>
/// <param name="Space">Where the number of the process counts: containers number their processes themselves.</param>
/// <param name="Beat">A number that grows while the process lives.</param>
/// <param name="IsReleased">Whether the process has released it.</param>
sealed record ClaimState(ProcessIdentity Owner, string Space, long Beat, bool IsReleased)
{
    /// <summary>The numbers of the processes of this machine, or of this container.</summary>
    public static string ThisSpace { get; } = OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";

    /// <summary>Whether it can be seen from here whether its process runs.</summary>
    [JsonIgnore]
    public bool CanBeChecked => !Owner.IsElsewhere && Space == ThisSpace;

    /// <summary>Null: it is not written to its end.</summary>
    public static ClaimState? Parse(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : ConfigJson.Node(text).Deserialize<ClaimState>(ConfigJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, ConfigJson.Options) + "\n";
}
