using RnnTrainer.Training.Files;

namespace RnnTrainer.Tests.Training.Durability;

/// <summary>A disk on which one operation fails, and with <paramref name="forEver"/> every one after it: a full disk, a folder that went
/// away, a device that died.</summary>
/// <param name="failing">Which one, from 1.</param>
/// <param name="isReadOnly">Whether it fails as where one may not write.</param>
sealed class FailingDisk(int failing, bool forEver = false, bool isReadOnly = false) : IDisk
{
    /// <summary>Operations so far.</summary>
    public int Count { get; private set; }

    /// <summary>The operation that failed first.</summary>
    public string? Failed { get; private set; }

    public Stream Create(string path, UnixFileMode? mode = null) =>
        new FailingFile(this, Next(p => Disk.Here.Create(p, mode), path, "create"));

    public Stream Append(string path) => new FailingFile(this, Next(Disk.Here.Append, path, "append"));

    public void Flush(Stream file) => Do("flush", () => ((FailingFile)file).FlushToDisk());

    public void Rename(string from, string to) => Do("rename", () => Disk.Here.Rename(from, to));

    public void Delete(string path) => Do("delete", () => Disk.Here.Delete(path));

    public void FlushFolder(string path) => Do("flush of the folder", () => Disk.Here.FlushFolder(path));

    T Next<T>(Func<string, T> open, string path, string name)
    {
        T? result = default;
        Do(name, () => result = open(path));
        return result!;
    }

    void Do(string name, Action operation)
    {
        if (++Count == failing || (forEver && Count > failing))
        {
            Failed ??= name;
            var message = $"the disk of this test is {(isReadOnly ? "read-only" : "full")} ({name})";
            throw isReadOnly ? new UnauthorizedAccessException(message) : new IOException(message);
        }

        operation();
    }

    sealed class FailingFile(FailingDisk disk, Stream file) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => throw new NotSupportedException(); }

        public void FlushToDisk() => Disk.Here.Flush(file);

        // Half of the bytes arrive.
        public override void Write(byte[] buffer, int offset, int count)
        {
            file.Write(buffer, offset, count / 2);
            disk.Do("write", () => file.Write(buffer, offset + (count / 2), count - (count / 2)));
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
