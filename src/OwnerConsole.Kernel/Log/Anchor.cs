using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>A file outside of the database that every checkpoint is appended to: who rewrites the database has to rewrite this, too.</summary>
/// <param name="Path">null when no file was given: then nothing is anchored</param>
public sealed record Anchor(string? Path)
{
    /// <exception cref="IOException">the file can't be written</exception>
    public void Append(string note)
    {
        if (Path is not null)
            AppendOnlyFile.Append(Path, note + "\n");
    }

    /// <returns>none when there is no file yet</returns>
    /// <exception cref="FormatException">the file is none of ours</exception>
    public IReadOnlyList<SignedCheckpoint> Read() => Path is not null && File.Exists(Path) ? SignedCheckpoint.ReadAll(File.ReadAllText(Path)) : [];

    /// <returns>those that a log of so many lines leads to: a restored one may end before the last</returns>
    public IReadOnlyList<SignedCheckpoint> Upto(long lines) => [.. Read().Where(signed => signed.Checkpoint.Size <= lines)];
}
