using System.Globalization;

namespace OwnerConsole.Pure.Proofs;

/// <summary>What a log was at one moment: how many lines, and the root over all of them.</summary>
/// <remarks>Source: C2SP tlog-checkpoint: three lines, each with its line feed.</remarks>
/// <param name="Origin">the log's name, one for ever; no white space and no plus</param>
/// <param name="Size">lines it stands for, from the first on</param>
/// <param name="Root">32 bytes</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>What the name of every log of this program begins with.</summary>
    public const string Ours = "owner-console/";

    /// <summary>The bytes that are signed are this text in UTF-8.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <exception cref="FormatException">not a checkpoint</exception>
    public static Checkpoint Read(string text)
    {
        var lines = text.Split('\n');
        var root = new byte[32];
        return
            lines is [{ Length: > 0 } origin, var size, var hash, ""]
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && Convert.TryFromBase64String(hash, root, out var written)
            && written == root.Length
            && new Checkpoint(origin, count, root) is var read
            && read.Text == text
            ? read
            : throw new FormatException("Not a checkpoint: expected a name, a number of lines and a 32-byte root in base64.");
    }
}
