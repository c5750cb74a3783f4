using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>System calls that .NET does not offer: signals other than KILL, file owners, resolved paths.</summary>
internal static partial class Posix
{
    public const int Interrupt = 2;
    public const int Quit = 3;

    /// <summary>ID of the effective user.</summary>
    public static uint Me => EffectiveUser();

    /// <returns>True if the system has a name for this user.</returns>
    public static bool HasName(uint user) => PasswordEntry(user) != 0;

    /// <returns>False also if the directory does not exist or its file system is read-only.</returns>
    public static bool CanWrite(string directory) => Access(directory, 2) == 0;

    public static void Signal(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Replaces this process with another program, which keeps the process ID, environment and parent.</summary>
    /// <returns>Returns only on failure, with the reason.</returns>
    public static string Replace(IEnumerable<string> words)
    {
        string?[] all = [.. words, null]; // terminates the list
        _ = Execute(all[0]!, all); // the list has at least the program
        return Marshal.GetLastPInvokeErrorMessage();
    }

    /// <exception cref="ClusterException">The file system does not support it.</exception>
    public static void Own(string path, uint user, uint group)
    {
        if (Chown(path, user, group) != 0)
            throw new ClusterException(
                $"Can't change the owner of {path} to user {user}: {Marshal.GetLastPInvokeErrorMessage()}. Move the data (OWNER_CONSOLE_DATA) to a file system that supports owners."
            );
    }

    /// <summary>Allocates disk blocks, not only the length, so that later writes to the file can't fail for lack of space.</summary>
    /// <exception cref="IOException">The disk has too little space.</exception>
    public static void Reserve(SafeFileHandle file, long bytes)
    {
        if (Fallocate(file, 0, bytes) is var error and not 0)
            throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    /// <returns>The path without symbolic links; the path itself if it does not exist.</returns>
    public static string Real(string path)
    {
        var found = RealPath(path, 0);
        if (found == 0)
            return path;
        var real = Marshal.PtrToStringUTF8(found)!;
        Free(found);
        return real;
    }

    /// <summary>Flushes the entries of a directory to the disk, so that a renamed file survives a power failure.</summary>
    public static void Sync(string directory)
    {
        using var opened = Open(directory, 0);
        if (opened.IsInvalid || Fsync(opened) != 0)
            throw new IOException($"Can't flush {directory} to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getpwuid")]
    private static partial nint PasswordEntry(uint user);

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, string?[] words);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int Fallocate(SafeFileHandle file, long offset, long length);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint RealPath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint pointer);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle opened);
}
