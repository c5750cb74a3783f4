using System.Security.Cryptography;
using OwnerConsole.EmbeddedPostgres;

namespace OwnerConsole.Commands;

/// <summary>A key of 32 random bytes that lies outside the data directory, so that a copy of the data alone opens nothing.</summary>
/// <param name="Word">what it is called</param>
/// <param name="Variable">gives it in base64; with _FILE behind it says where its file lies</param>
/// <param name="Loss">what is lost with it</param>
internal sealed record KeyFile(string Word, string Variable, string Loss)
{
    private const int Length = 32;

    /// <summary>Opens the database's secrets.</summary>
    public static readonly KeyFile Master = new("master key", "OWNER_CONSOLE_MASTER_KEY", "the database's secrets stay shut");

    /// <summary>Opens the backups.</summary>
    public static readonly KeyFile Backup = new("backup key", "OWNER_CONSOLE_BACKUP_KEY", "no backup opens");

    public string Path(string data) =>
        Installation.Given(Variable + "_FILE") ?? $"{System.IO.Path.TrimEndingDirectorySeparator(data)}.{Word.Replace(' ', '-')}";

    /// <param name="isMade">a missing one is made where there is no data that needs it yet</param>
    /// <exception cref="InstallationException">what is given is no key, or the file can't be read or made</exception>
    public byte[] Read(string data, bool isMade = true)
    {
        if (Installation.Given(Variable) is { } given)
            return Parse(given, Variable);
        var path = Path(data);
        try
        {
            if (!File.Exists(path))
                Make(path, data, isMade);
            return Parse(File.ReadAllText(path).Trim(), path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"The {Word} {path} can't be used: {refused.Message} Say with {Variable}_FILE where it lies.");
        }
    }

    /// <summary>Where the key lies that is to replace this one.</summary>
    public string NextPath(string data) => Path(data) + ".new";

    /// <returns>the key that is to replace this one; it is made unless it lies there already</returns>
    /// <exception cref="InstallationException">it can't be read or made</exception>
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
            throw new InstallationException($"The new {Word} {path} can't be made: {refused.Message}");
        }
    }

    /// <summary>Puts the next key in the place of this one, of which a copy is kept.</summary>
    /// <returns>where</returns>
    public string Replace(string data)
    {
        var path = Path(data);
        var kept = Kept.Beside(path);
        try
        {
            PrivateFile.Write(kept, File.ReadAllText(path));
            File.Move(NextPath(data), path, overwrite: true);
            return kept;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"The {Word} {path} can't be replaced by {NextPath(data)}, which is the right one now: {refused.Message}");
        }
    }

    private void Make(string path, string data, bool isMade)
    {
        if (!isMade)
            throw new InstallationException($"The {Word} {path} is missing. Put it back from its copy, or set {Variable}.");
        if (this == Master && Directory.Exists(System.IO.Path.Combine(data, "secrets")))
            throw new InstallationException(
                $"The {Word} {path} is missing, and the data in {data} was made with one. Put the key back from its copy, or set {Variable}."
            );
        PrivateFile.Write(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        Console.Error.WriteLine($"A {Word} was made: {path}. Keep a copy of it apart from your backups; without it {Loss}.");
    }

    private byte[] Parse(string text, string place)
    {
        var key = new byte[Length];
        return Convert.TryFromBase64String(text, key, out var written) && written == Length
            ? key
            : throw new InstallationException(
                $"{place} is no {Word}: it must be {Length} random bytes in base64, as from: head -c {Length} /dev/urandom | base64"
            );
    }
}
