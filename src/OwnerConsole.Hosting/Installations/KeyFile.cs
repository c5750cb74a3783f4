using System.Security.Cryptography;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Hosting.Installations;

/// <summary>A key of 32 random bytes stored outside the data directory, so that a copy of the data alone can't be decrypted.</summary>
/// <param name="Word">Display name of the key.</param>
/// <param name="Variable">Variable with the key in base64. With the suffix _FILE, it is the path of the key file.</param>
/// <param name="Loss">Consequence of losing the key.</param>
internal sealed record KeyFile(string Word, string Variable, string Loss)
{
    private const int Length = 32;

    /// <summary>Encrypts the secrets in the database.</summary>
    public static readonly KeyFile Master = new("master key", "OWNER_CONSOLE_MASTER_KEY", "stored secrets can't be decrypted");

    /// <summary>Encrypts the backups.</summary>
    public static readonly KeyFile Backup = new("backup key", "OWNER_CONSOLE_BACKUP_KEY", "backups can't be decrypted");

    public string Path(string data) =>
        Installation.Variable(Variable + "_FILE") ?? $"{System.IO.Path.TrimEndingDirectorySeparator(data)}.{Word.Replace(' ', '-')}";

    /// <param name="isMade">True to create a missing key if no data needs it yet.</param>
    /// <exception cref="InstallationException">The value is not a valid key, or the file can't be read or created.</exception>
    public byte[] Read(string data, bool isMade = true)
    {
        if (Installation.Variable(Variable) is { } given)
            return Parse(given, Variable);
        var path = Path(data);
        try
        {
            if (!File.Exists(path))
                Create(path, data, isMade);
            return Parse(File.ReadAllText(path).Trim(), path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"The {Word} {path} can't be used: {refused.Message} Set {Variable}_FILE to its path.");
        }
    }

    /// <summary>Path of the key that will replace this one.</summary>
    public string NextPath(string data) => Path(data) + ".new";

    /// <returns>The key that will replace this one; it is created if it does not exist.</returns>
    /// <exception cref="InstallationException">The key can't be read or created.</exception>
    public byte[] Next(string data)
    {
        var path = NextPath(data);
        try
        {
            if (!File.Exists(path))
                PrivateFile.Write(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
            return Parse(File.ReadAllText(path).Trim(), path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"The new {Word} {path} can't be created: {refused.Message}");
        }
    }

    /// <summary>Replaces this key with the next one and keeps a copy of it.</summary>
    /// <returns>The path of the copy.</returns>
    public string Replace(string data)
    {
        var path = Path(data);
        var kept = ReplacedFiles.PathFor(path);
        try
        {
            PrivateFile.Write(kept, File.ReadAllText(path));
            File.Move(NextPath(data), path, overwrite: true);
            return kept;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"The {Word} {path} can't be replaced by {NextPath(data)}, which is the current one now: {refused.Message}");
        }
    }

    private void Create(string path, string data, bool isMade)
    {
        if (!isMade)
            throw new InstallationException($"The {Word} {path} is missing. Restore it from a copy, or set {Variable}.");
        if (this == Master && Directory.Exists(System.IO.Path.Combine(data, "secrets")))
            throw new InstallationException(
                $"The {Word} {path} is missing, but the data in {data} was encrypted with one. Restore the key from a copy, or set {Variable}."
            );
        PrivateFile.Write(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        Console.Error.WriteLine($"Created the {Word} {path}. Keep a copy separate from your backups; without it, {Loss}.");
    }

    private byte[] Parse(string text, string place)
    {
        var key = new byte[Length];
        return Convert.TryFromBase64String(text, key, out var written) && written == Length
            ? key
            : throw new InstallationException(
                $"{place} is not a valid {Word}: it must be {Length} random bytes in base64, for example from: head -c {Length} /dev/urandom | base64"
            );
    }
}
