using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OwnerConsole.Identity;

/// <summary>Hashes passwords with PBKDF2-SHA-512 and OWASP's 210,000 iterations, and rejects passwords that are easy to guess.</summary>
public static class Passwords
{
    private static readonly PasswordHasher<object> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private static readonly string DummyHash = Hash("nobody's password");

    public static string Hash(string password) => Hasher.HashPassword(Hasher, password);

    /// <param name="hash">Null for an unknown person. The same work is done, so that the response time reveals nothing.</param>
    public static bool Verify(string? hash, string password) =>
        Hasher.VerifyHashedPassword(Hasher, hash ?? DummyHash, password) != PasswordVerificationResult.Failed && hash is not null;

    /// <returns>What is wrong with a new password, in a sentence; null when it is acceptable.</returns>
    public static string? Validate(string password, string email, string name)
    {
        if (password.Length < 12)
            return "Use at least 12 characters. A few words in a row are fine.";
        if (password.Length > 256)
            return "Use at most 256 characters.";
        if (password.All(letter => char.IsDigit(letter) || char.IsWhiteSpace(letter)))
            return "Digits alone are easy to guess. Add words.";
        if (password.Distinct().Count() < 5)
            return "Use more different characters.";
        return CountUnpredictable(password, email, name) < 5 ? "This password is easy to guess. Add more words." : null;
    }

    /// <returns>Number of characters that remain without commonly guessed words and the person's name and email.</returns>
    private static int CountUnpredictable(string password, string email, string name)
    {
        var rest = Plain(password);
        var own = email.Split('@', '.').Concat(name.Split(' ')).Select(Plain).Where(word => word.Length > 2);
        foreach (var word in own.Concat(CommonPasswords).OrderByDescending(word => word.Length))
            rest = rest.Replace(word, "", StringComparison.Ordinal);
        return rest.Count(char.IsLetter) + rest.Where(char.IsDigit).Distinct().Count() / 3;
    }

    private static string Plain(string text) =>
        string.Concat(
            text.ToLowerInvariant()
                .Select(letter =>
                    letter switch
                    {
                        '@' or '4' => 'a',
                        '0' => 'o',
                        '$' or '5' => 's',
                        '3' => 'e',
                        '!' => 'i',
                        _ => letter,
                    }
                )
        );

    // Stems of the most common passwords of public leaks (SecLists, 10 million list, top 100), normalized by Plain.
    private static readonly string[] CommonPasswords =
    [
        "password",
        "passwort",
        "passphrase",
        "qwertyuiop",
        "qwerty",
        "qwertz",
        "azerty",
        "asdfghjkl",
        "asdf",
        "zxcvbnm",
        "1qaz2wsx",
        "qazwsx",
        "letmein",
        "welcome",
        "monkey",
        "dragon",
        "football",
        "baseball",
        "iloveyou",
        "master",
        "sunshine",
        "princess",
        "superman",
        "batman",
        "trustno",
        "shadow",
        "michael",
        "jennifer",
        "hunter",
        "secret",
        "admin",
        "administrator",
        "root",
        "login",
        "owner",
        "console",
        "changeme",
        "default",
        "test",
        "abcdefghijkl",
        "abcdef",
        "abc",
        "summer",
        "winter",
        "spring",
        "autumn",
        "hello",
        "starwars",
        "whatever",
        "computer",
        "internet",
    ];
}
