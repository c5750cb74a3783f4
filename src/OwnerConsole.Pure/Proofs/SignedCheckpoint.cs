using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Pure.Proofs;

/// <summary>A checkpoint with the log's signature.</summary>
/// <remarks>
/// Source: C2SP signed-note with signature type 2: ECDSA P-256 over SHA-256 in DER, preceded by the first four bytes of the SHA-256 of the public key
/// (SPKI).
/// </remarks>
/// <param name="Checkpoint">The signed checkpoint.</param>
/// <param name="KeyId">Four bytes that identify the signing key.</param>
/// <param name="Signature">DER-encoded signature, as read by openssl.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, byte[] KeyId, byte[] Signature)
{
    internal const string Dash = "— ";

    /// <summary>The complete text, as stored, exported and anchored.</summary>
    public string Note => $"{Checkpoint.Text}\n{Dash}{Checkpoint.Origin} {Convert.ToBase64String([.. KeyId, .. Signature])}\n";

    /// <param name="checkpoint">Checkpoint verified by the owner of the key.</param>
    /// <param name="key">Private key on the curve P-256.</param>
    public static SignedCheckpoint Sign(Checkpoint checkpoint, ECDsa key) =>
        new(
            checkpoint,
            IdOf(key.ExportSubjectPublicKeyInfo()),
            key.SignData(Encoding.UTF8.GetBytes(checkpoint.Text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
        );

    /// <param name="publicKey">DER-encoded subject public key info.</param>
    public bool IsSignedBy(byte[] publicKey)
    {
        if (!KeyId.AsSpan().SequenceEqual(IdOf(publicKey)))
            return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(Encoding.UTF8.GetBytes(Checkpoint.Text), Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <exception cref="FormatException">The text is not a note with one signature of this kind.</exception>
    public static SignedCheckpoint Read(string note)
    {
        var end = note.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
            throw new FormatException("Not a signed note: there is no empty line before a signature.");
        var checkpoint = Checkpoint.Read(note[..(end + 1)]);
        var prefix = Dash + checkpoint.Origin + " ";
        var signed = note[(end + 2)..].TrimEnd('\n');
        if (!signed.StartsWith(prefix, StringComparison.Ordinal))
            throw new FormatException("Not a signed note: its last line is not a signature of the log.");
        var bytes = Convert.FromBase64String(signed[prefix.Length..]);
        return bytes.Length > 4 ? new(checkpoint, bytes[..4], bytes[4..]) : throw new FormatException("Not a signed note: the signature is too short.");
    }

    /// <summary>Reads a file of appended notes; empty lines between them are ignored.</summary>
    /// <exception cref="FormatException">A part of the file is not a note.</exception>
    public static IReadOnlyList<SignedCheckpoint> ReadAll(string notes)
    {
        var read = new List<SignedCheckpoint>();
        var lines = new List<string>();
        foreach (var line in notes.Split('\n').SkipWhile(line => line.Length == 0))
        {
            if (lines.Count == 0 && line.Length == 0)
                continue;
            lines.Add(line);
            if (!line.StartsWith(Dash, StringComparison.Ordinal))
                continue;
            read.Add(Read(string.Join('\n', lines) + "\n"));
            lines.Clear();
        }
        return lines.Count == 0 ? read : throw new FormatException("The last note is cut off.");
    }

    private static byte[] IdOf(byte[] publicKey) => SHA256.HashData(publicKey)[..4];
}
