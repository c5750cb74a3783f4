using System.Security.Cryptography;
using OwnerConsole.EmbeddedPostgres;

namespace OwnerConsole.Commands;

/// <summary>The key that opens the database's secrets lies outside the data directory, so that a copy of the data alone opens nothing.</summary>
internal static class MasterKeys
{
    private const int Length = 32;

    /// <exception cref="InstallationException">what is given is no key, or the file can't be read or made</exception>
    public static byte[] Read(string data)
    {
        if (Installation.Given("OWNER_CONSOLE_MASTER_KEY") is { } given)
            return Parse(given, "OWNER_CONSOLE_MASTER_KEY");
        var path = Installation.Given("OWNER_CONSOLE_MASTER_KEY_FILE") ?? Path.TrimEndingDirectorySeparator(data) + ".master-key";
        try
        {
            if (!File.Exists(path))
                Make(path, data);
            return Parse(File.ReadAllText(path).Trim(), path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"The master key {path} can't be used: {refused.Message} Say with OWNER_CONSOLE_MASTER_KEY_FILE where it lies.");
        }
    }

    private static void Make(string path, string data)
    {
        if (Directory.Exists(Path.Combine(data, "secrets")))
            throw new InstallationException(
                $"The master key {path} is missing, and the data in {data} was made with one. Put the key back from its copy, or set OWNER_CONSOLE_MASTER_KEY."
            );
        PrivateFile.Write(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        Console.Error.WriteLine($"A master key was made: {path}. Keep a copy of it apart from your backups; without it the database's secrets stay shut.");
    }

    private static byte[] Parse(string text, string place)
    {
        var key = new byte[Length];
        return Convert.TryFromBase64String(text, key, out var written) && written == Length
            ? key
            : throw new InstallationException(
                $"{place} is no master key: it must be {Length} random bytes in base64, as from: head -c {Length} /dev/urandom | base64"
            );
    }
}
