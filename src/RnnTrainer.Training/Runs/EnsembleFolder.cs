using System.Text.Json.Nodes;

namespace RnnTrainer.Training.Runs;

/// <summary>
/// A run folder whose model is the average of several: <c>run.json</c> lists the folders of its members under <c>ensemble</c>, which are
/// runs themselves, in <c>members/1</c>, <c>members/2</c>, ….
/// </summary>
static class EnsembleFolder
{
    /// <summary>The folder of the members.</summary>
    public const string Members = "members";

    /// <summary>The folders of its members; null: it is no ensemble.</summary>
    /// <param name="target">The folder of a run, <c>runs/latest</c>, or any other path.</param>
    /// <exception cref="RunException">It is an ensemble without members.</exception>
    public static IReadOnlyList<string>? Of(string target)
    {
        if (ModelFile.IsFile(target))
        {
            return null;
        }

        var folder = LatestRun.Follow(target);
        var record = Path.Combine(folder, "run.json");
        return File.Exists(record) && In(File.ReadAllText(record)) is { } members
            ? members.Count > 0 ? [.. members.Select(m => Path.Combine(folder, m))]
                : throw new RunException($"'{target}' is an ensemble without members", "make it again with `rnn ensemble`")
            : null;
    }

    /// <summary>The members that a <c>run.json</c> lists; null: it lists none, or is damaged.</summary>
    public static IReadOnlyList<string>? In(string record)
    {
        if (RunRecord.Parse(record)?["ensemble"] is not JsonArray members)
        {
            return null;
        }

        string[] names = [.. members.OfType<JsonValue>().Where(m => m.TryGetValue<string>(out _)).Select(m => m.GetValue<string>())];
        return names.Length == members.Count ? names : null;
    }

    /// <summary>Whether a folder is that of a member.</summary>
    public static bool HasMember(string path) =>
        Path.GetDirectoryName(path) is { } members && Path.GetFileName(members) == Members
        && Path.GetDirectoryName(members) is { } folder && File.Exists(Path.Combine(folder, "run.json"));

    /// <summary>Refuses an ensemble where one model is needed.</summary>
    /// <exception cref="RunException">It is one.</exception>
    public static void Refuse(string target, string what)
    {
        if (Of(target) is { } members)
        {
            throw Refusal(target, members.Count, members[0], what);
        }
    }

    /// <summary>What is said of an ensemble where one model is needed.</summary>
    /// <param name="member">The folder of one of its members.</param>
    public static RunException Refusal(string target, int count, string member, string what) =>
        new($"{what}, and '{target}' is an ensemble of {count}", $"name one of its members, such as {member}");
}
