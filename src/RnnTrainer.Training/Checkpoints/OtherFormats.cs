namespace RnnTrainer.Training.Checkpoints;

/// <summary>What other programs save models as, recognised by the first bytes of a file that could not be read as safetensors.</summary>
static class OtherFormats
{
    /// <summary>How to make safetensors of it.</summary>
    public const string Hint =
        "in Python, for PyTorch: safetensors.torch.save_file(model.state_dict(), \"model.safetensors\"); for Keras: " +
        "safetensors.numpy.save_file({v.path: v.numpy() for v in model.weights}, \"model.safetensors\"); then `rnn import`";

    /// <summary>The format; null: not one of those.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? Of(string path)
    {
        var begin = new byte[4];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) < begin.Length ? null : begin switch
        {
            [0x50, 0x4B, 3, 4] => "a zip archive, as torch.save and Keras write", // PK
            [0x80, >= 2 and <= 5, ..] => "a pickle of Python, as torch.save wrote before PyTorch 1.6",
            [0x89, 0x48, 0x44, 0x46] => "an HDF5 file, as Keras wrote", // HDF
            _ => null,
        };
    }
}
