namespace RnnTrainer.Training.Files;

/// <summary>The file operations that decide whether what was saved is saved. Tests put a disk here on which one of them fails.</summary>
interface IDisk
{
    /// <summary>Makes a file for writing.</summary>
    /// <param name="mode">Its permissions; null: the usual ones.</param>
    /// <exception cref="IOException">There is something of that name, be it a link to nowhere.</exception>
    Stream Create(string path, UnixFileMode? mode = null);

    /// <summary>Opens a file for writing at its end.</summary>
    Stream Append(string path);

    /// <summary>Returns when the device has the file's bytes.</summary>
    void Flush(Stream file);

    /// <summary>Gives a file another name in its folder, in one step; what had that name is gone.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file, if it is there.</summary>
    void Delete(string path);

    /// <summary>Returns when the device has the folder's names.</summary>
    void FlushFolder(string path);
}
