namespace OwnerConsole.Pure.Addresses;

/// <summary>Sender addresses whose replies no one reads.</summary>
public static class NoReplyAddress
{
    private static readonly string[] s_names = ["noreply", "donotreply"];

    /// <param name="address">Email address, such as <c>no-reply@example.com</c>.</param>
    /// <returns>True if its name says that replies aren't read.</returns>
    public static bool IsOne(string address)
    {
        var name = string.Concat(address.Split('@')[0].Where(char.IsAsciiLetter));
        return s_names.Any(known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase));
    }
}
