using System.Globalization;

namespace OwnerConsole.Pure.Proofs;

/// <summary>State of a log at one time: the number of lines and the root over all of them.</summary>
/// <remarks>Source: C2SP tlog-checkpoint: three lines, each with a line feed.</remarks>
/// <param name="Origin">Permanent name of the log, without white space and plus signs.</param>
/// <param name="Size">Number of lines covered, from the first on.</param>
/// <param name="Root">Root hash of 32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>Prefix of the names of all logs of this program.</summary>
    public const string OriginPrefix = "owner-console/";

    /// <summary>Text whose UTF-8 bytes are signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <exception cref="FormatException">The text is not a checkpoint.</exception>
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
