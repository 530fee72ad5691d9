using RnnTrainer.Data.Files;

namespace RnnTrainer.Training.Checkpoints;

/// <summary>A hash of all that a safetensors file holds, which the file carries itself: what is torn, cut or changed no longer fits it.</summary>
static class SafeTensorsDigest
{
    /// <summary>The key of the hash in the metadata.</summary>
    public const string Key = "sha256";

    /// <summary>The content with its hash.</summary>
    public static SafeTensors Sealed(SafeTensors content) =>
        content with { Metadata = new Dictionary<string, string>(content.Metadata) { [Key] = Of(content) } };

    /// <summary>Whether the hash is there and fits.</summary>
    public static bool Holds(SafeTensors content) => content.Metadata.GetValueOrDefault(Key) == Of(content);

    // SHA-256 of the file as it would be without the hash.
    static string Of(SafeTensors content)
    {
        var hash = new Sha256();
        SafeTensorsWriter.Emit(content with { Metadata = content.Metadata.Where(m => m.Key != Key).ToDictionary() }, hash.Append);
        return Convert.ToHexStringLower(hash.Finish());
    }
}
