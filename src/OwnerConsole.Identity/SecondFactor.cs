using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using OtpNet;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>One-time codes of authenticator apps, and recovery codes for a lost device. Each code is valid once.</summary>
/// <remarks>Codes are checked against the database's clock, like all other times.</remarks>
public sealed class SecondFactor(SecretBox box, Passkeys passkeys)
{
    public const string Kinds = "second_factor",
        Either = "authenticator_or_passkey",
        PasskeyOnly = "passkey";

    public static readonly Setting Setting = new(
        "sign_in.second_factor",
        SettingCategory.Security,
        "Second factor",
        "Required in addition to the password. If only passkeys are allowed, team members without one set it up at their next sign-in. Recovery codes always work.",
        Either
    )
    {
        Synonyms = "two factor, two-step",
        Kind = FieldKind.Choice,
        Source = Kinds,
        IsValid = text => text is Either or PasskeyOnly,
        FormatHelp = Sentence.Say($"The second factor must be authenticator_or_passkey or passkey."),
        DescribeEffect = DescribeEffect,
    };

    /// <summary>Column with the keys of one-time codes.</summary>
    public static readonly EncryptedColumn Authenticators = new("auth.users", "authenticator", "totp", "id") { IsOwned = false };

    private const int RecoveryCodes = 10;

    // Clocks differ and typing takes time, so the codes of the adjacent time steps are valid too.
    private static readonly VerificationWindow s_window = new(previous: 1, future: 1);

    /// <summary>Accepts a code of either kind. Authenticator codes are refused when a passkey is required and the person has one.</summary>
    public async Task<bool> Accept(Person person, string typed, UnitOfWork work)
    {
        var code = Plain(typed);
        if (code.Length != 6 || !code.All(char.IsAsciiDigit))
            return await AcceptRecoveryCode(person, code, work);
        return !(await IsPasskey(work) && await passkeys.Any(person.Id, work)) && await AcceptCode(person, code, work);
    }

    /// <returns>False for a person whose access was reset and not set up again.</returns>
    public async Task<bool> IsEnrolled(Person person, UnitOfWork work) => person.Authenticator is not null || await passkeys.Any(person.Id, work);

    /// <returns>True when a passkey is required and the person has none that works at this address.</returns>
    public async Task<bool> IsMissing(string personId, HttpContext context, UnitOfWork work) =>
        await IsPasskey(work) && !await passkeys.Any(personId, await PasskeySite.Of(context, work), work);

    /// <returns>True when only passkeys are allowed.</returns>
    public static async Task<bool> IsPasskey(UnitOfWork work) => await Setting.Get(work) == PasskeyOnly;

    /// <returns>Time step of a first code that proves a new key; null when the code is wrong.</returns>
    public long? FindStep(byte[] key, string typed, UnitOfWork work) => FindStep(key, Plain(typed), work.Now, last: 0);

    /// <summary>Finds the time step of a code of 30 seconds.</summary>
    /// <param name="code">The entered code, digits only.</param>
    /// <param name="last">The last time step whose code was accepted; its code and earlier ones can't be used again.</param>
    /// <returns>The time step to store as accepted; null if the code is invalid.</returns>
    public static long? FindStep(byte[] key, string code, DateTimeOffset now, long last) =>
        new Totp(key).VerifyTotp(now.UtcDateTime, code, out var step, s_window) && step > last ? step : null;

    public byte[] Encrypt(string personId, ReadOnlySpan<byte> key) => box.Encrypt(Authenticators.Kind, personId, key);

    /// <summary>Creates ten new codes and invalidates earlier ones.</summary>
    /// <returns>The codes, which are not stored and can't be shown again.</returns>
    public async Task<IReadOnlyList<string>> NewRecoveryCodes(string personId, UnitOfWork work)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => NewCode()).ToList();
        var hashes = codes.Select(code => Hashes(personId, Plain(code))[0]).ToList();
        await work.Execute("update auth.recovery_codes set used_at = now() where user_id = @personId and used_at is null", new { personId });
        await work.Execute(
            "insert into auth.recovery_codes (user_id, key_id, code_hash) select @personId, h.* from unnest(@keys, @hashes) h",
            new
            {
                personId,
                keys = hashes.Select(hash => hash.KeyId).ToArray(),
                hashes = hashes.Select(hash => hash.Hash).ToArray(),
            }
        );
        return codes;
    }

    public Task<long> RecoveryCodesLeft(string personId, UnitOfWork work) =>
        work.One<long>("select count(*) from auth.recovery_codes where user_id = @personId and used_at is null", new { personId });

    private async Task<bool> AcceptCode(Person person, string code, UnitOfWork work)
    {
        if (person.Authenticator is null)
            return false;
        var key = box.Decrypt(Authenticators.Kind, person.Id, person.Authenticator);
        var last = await work.One<long>("select last_step from auth.users where id = @Id for update", new { person.Id });
        if (FindStep(key, code, work.Now, last) is not { } step)
            return false;
        return await work.Execute("update auth.users set last_step = @step where id = @Id", new { person.Id, step }) == 1;
    }

    private async Task<bool> AcceptRecoveryCode(Person person, string code, UnitOfWork work) =>
        await work.Execute(
            "update auth.recovery_codes set used_at = now() where user_id = @Id and code_hash = any(@hashes) and used_at is null",
            new { person.Id, hashes = Hashes(person.Id, code).Select(one => one.Hash).ToArray() }
        ) == 1;

    private static async Task<Sentence> DescribeEffect(string value, UnitOfWork work)
    {
        if (value != PasskeyOnly)
            return Sentence.Say($"Authenticator codes are accepted again, in addition to passkeys.");
        var without = await work.One<long>(
            "select count(*) from auth.team_members u where not exists (select from auth.passkeys p where p.user_id = u.id and p.removed_at is null)"
        );
        return await PlatformAddress.Of(work) is null
            ? Sentence.Say(
                $"Team members without a passkey: {without}. Each sets one up at their next sign-in. Until the console URL (platform.url) is set, this works only on the server itself."
            )
            : Sentence.Say($"Team members without a passkey: {without}. Each sets one up at their next sign-in.");
    }

    private IReadOnlyList<(string KeyId, byte[] Hash)> Hashes(string personId, string code) => box.Fingerprints("recovery", personId, code);

    // 16 base32 characters are 80 bits: short enough to type and infeasible to guess online. Offline, the keyed hash protects them.
    private static string NewCode() =>
        string.Join('-', Base32Encoding.ToString(RandomNumberGenerator.GetBytes(10)).ToLowerInvariant().Chunk(4).Select(part => new string(part)));

    private static string Plain(string typed) => new(typed.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
}
