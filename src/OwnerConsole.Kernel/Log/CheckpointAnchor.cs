using OwnerConsole.Data;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>
/// A file outside the database to which every checkpoint is appended, so that rewriting the database unnoticed requires rewriting this file too.
/// </summary>
/// <param name="Path">Path of the file; null to disable anchoring.</param>
public sealed record CheckpointAnchor(string? Path)
{
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Append(string note)
    {
        if (Path is not null)
            AppendOnlyFile.Append(Path, note + "\n");
    }

    /// <returns>The checkpoints; none if the file doesn't exist.</returns>
    /// <exception cref="FormatException">The file was not written by the console.</exception>
    public IReadOnlyList<SignedCheckpoint> Read() => Path is not null && File.Exists(Path) ? SignedCheckpoint.ReadAll(File.ReadAllText(Path)) : [];

    /// <returns>The checkpoints that a log of this size can be compared with, because a restored log may end before the last one.</returns>
    public IReadOnlyList<SignedCheckpoint> ReadUpTo(long lines) => [.. Read().Where(signed => signed.Checkpoint.Size <= lines)];
}
