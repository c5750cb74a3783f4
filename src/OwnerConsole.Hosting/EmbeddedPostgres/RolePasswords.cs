using System.Buffers.Text;
using System.Security.Cryptography;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>A random password for each role, each in a file that only the console's user can read.</summary>
internal sealed class RolePasswords
{
    private readonly string _directory;

    public RolePasswords(string data)
    {
        _directory = Path.Combine(data, "secrets");
        Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Of(string role)
    {
        var path = Path.Combine(_directory, role);
        if (File.Exists(path))
            return File.ReadAllText(path);
        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        PrivateFile.Write(path, password);
        return password;
    }
}
