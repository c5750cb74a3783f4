using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OwnerConsole.Data;

/// <summary>A file that is only appended to; it may have the append-only attribute (chattr +a).</summary>
internal static partial class AppendOnlyFile
{
    // fcntl.h on Linux: WRONLY, CREAT, APPEND, CLOEXEC. .NET only seeks to the end, which fails for an append-only file.
    private const int ForAppending = 0x1 | 0x40 | 0x400 | 0x80000;
    private const int ReadableByAll = 0x1A4; // Mode 0644.

    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Append(string path, string text)
    {
        using var file = Open(path, ForAppending, ReadableByAll);
        if (file.IsInvalid)
            throw new IOException($"Can't append to {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), 0); // The offset is ignored for a file opened for appending.
        RandomAccess.FlushToDisk(file);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);
}
