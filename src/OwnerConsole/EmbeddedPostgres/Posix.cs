using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>What the class library does not offer: signals other than KILL, owners of files, paths without links.</summary>
internal static partial class Posix
{
    public const int Interrupt = 2;
    public const int Quit = 3;

    /// <summary>The number of the user that we act as.</summary>
    public static uint Me => EffectiveUser();

    /// <returns>whether the machine has a name for this user</returns>
    public static bool HasName(uint user) => PasswordEntry(user) != 0;

    /// <returns>false also when there is no such directory, or its file system is read-only</returns>
    public static bool CanWrite(string directory) => Access(directory, 2) == 0;

    public static void Signal(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Another program in the place of this process: it keeps our number, our surroundings and whoever waits for us.</summary>
    /// <returns>only when that can't be: why</returns>
    public static string Replace(IEnumerable<string> words)
    {
        string?[] all = [.. words, null]; // where the list ends
        _ = Execute(all[0]!, all); // there is a program
        return Marshal.GetLastPInvokeErrorMessage();
    }

    /// <exception cref="ClusterException">the file system refuses</exception>
    public static void Own(string path, uint user, uint group)
    {
        if (Chown(path, user, group) != 0)
            throw new ClusterException(
                $"{path} can't be given to user {user}: {Marshal.GetLastPInvokeErrorMessage()}. Put the data (OWNER_CONSOLE_DATA) on a file system that knows owners."
            );
    }

    /// <summary>Takes room on the disk, not only the length: what is written there later can't fail for want of it.</summary>
    /// <exception cref="IOException">there is not so much</exception>
    public static void Reserve(SafeFileHandle file, long bytes)
    {
        if (Fallocate(file, 0, bytes) is var error and not 0)
            throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    /// <returns>the path as the kernel knows it, without symbolic links; the path itself when it does not exist</returns>
    public static string Real(string path)
    {
        var found = RealPath(path, 0);
        if (found == 0)
            return path;
        var real = Marshal.PtrToStringUTF8(found)!;
        Free(found);
        return real;
    }

    /// <summary>Takes the names in a directory to the disk: a file that was renamed into it is there after a power cut.</summary>
    public static void Sync(string directory)
    {
        using var opened = Open(directory, 0);
        if (opened.IsInvalid || Fsync(opened) != 0)
            throw new IOException($"{directory} can't be brought to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");
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
