namespace RnnTrainer.Endurance;

/// <summary>A folder for millions of short-lived files, on the disk in memory where there is one; gone afterwards.</summary>
sealed class FolderInMemory : IDisposable
{
    const string Memory = "/dev/shm";

    public string Path { get; } = Directory.CreateDirectory(
        System.IO.Path.Combine(Directory.Exists(Memory) ? Memory : System.IO.Path.GetTempPath(), $"rnn-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
