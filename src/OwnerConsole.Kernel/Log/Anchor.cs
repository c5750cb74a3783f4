using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>A file outside of the database that every checkpoint is appended to: who rewrites the database has to rewrite this, too.</summary>
/// <param name="Path">null when no file was given: then nothing is anchored</param>
public sealed partial record Anchor(string? Path)
{
    // fcntl.h on Linux: WRONLY, CREAT, APPEND, CLOEXEC. The class library only goes to the end, and an append-only file (chattr +a) refuses that.
    private const int ForAppending = 0x1 | 0x40 | 0x400 | 0x80000;
    private const int ReadableByAll = 0x1A4; // 0644

    /// <exception cref="IOException">the file can't be written</exception>
    public void Append(string note)
    {
        if (Path is null)
            return;
        using var file = Open(Path, ForAppending, ReadableByAll);
        if (file.IsInvalid)
            throw new IOException($"{Path} can't be appended to: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(note + "\n"), 0); // a file that is open for appending has no other place
        RandomAccess.FlushToDisk(file);
    }

    /// <returns>none when there is no file yet</returns>
    /// <exception cref="FormatException">the file is none of ours</exception>
    public IReadOnlyList<SignedCheckpoint> Read() => Path is not null && File.Exists(Path) ? SignedCheckpoint.ReadAll(File.ReadAllText(Path)) : [];

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);
}
