using System.Security.Cryptography;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Kernel.Identities;

/// <summary>One-time codes of the authenticator app, and the recovery codes for the day it is lost. Each is worth one use.</summary>
/// <remarks>Codes are judged by the database's clock, as everything else is that has a time.</remarks>
public sealed class SecondFactor(SecretBox box)
{
    private const int RecoveryCodes = 10;

    /// <summary>Takes a code of either kind.</summary>
    public Task<bool> Accept(Person person, string typed, Work work)
    {
        var code = Plain(typed);
        return code.Length == 6 && code.All(char.IsAsciiDigit) ? AcceptCode(person, code, work) : AcceptRecoveryCode(person, code, work);
    }

    /// <returns>the step of a first code that proves a new key; null when the code does not fit</returns>
    public long? Proves(ReadOnlySpan<byte> key, string typed, Work work) => Totp.Accepted(key, Plain(typed), Totp.Step(work.Now), last: 0);

    public byte[] Seal(string personId, ReadOnlySpan<byte> key) => box.Seal("totp", personId, key);

    /// <summary>Makes ten new codes; those of before are no longer good.</summary>
    /// <returns>the codes, which are not kept and can't be shown again</returns>
    public async Task<IReadOnlyList<string>> NewRecoveryCodes(string personId, Work work)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => NewCode()).ToList();
        await work.Do("update auth.recovery_codes set used_at = now() where user_id = @personId and used_at is null", new { personId });
        await work.Do(
            "insert into auth.recovery_codes (user_id, code_hash) select @personId, unnest(@hashes)",
            new { personId, hashes = codes.Select(code => Hash(personId, Plain(code))).ToArray() }
        );
        return codes;
    }

    public Task<long> RecoveryCodesLeft(string personId, Work work) =>
        work.One<long>("select count(*) from auth.recovery_codes where user_id = @personId and used_at is null", new { personId });

    private async Task<bool> AcceptCode(Person person, string code, Work work)
    {
        if (person.Authenticator is null)
            return false;
        var key = box.Open("totp", person.Id, person.Authenticator);
        var last = await work.One<long>("select last_step from auth.users where id = @Id for update", new { person.Id });
        if (Totp.Accepted(key, code, Totp.Step(work.Now), last) is not { } step)
            return false;
        return await work.Do("update auth.users set last_step = @step where id = @Id", new { person.Id, step }) == 1;
    }

    private async Task<bool> AcceptRecoveryCode(Person person, string code, Work work) =>
        await work.Do(
            "update auth.recovery_codes set used_at = now() where user_id = @Id and code_hash = @hash and used_at is null",
            new { person.Id, hash = Hash(person.Id, code) }
        ) == 1;

    private byte[] Hash(string personId, string code) => box.Fingerprint("recovery", personId, code);

    // 16 letters of base 32 are 80 bits: short enough to type, and useless to guess online; offline the keyed hash stands.
    private static string NewCode() =>
        string.Join('-', Base32.Format(RandomNumberGenerator.GetBytes(10)).ToLowerInvariant().Chunk(4).Select(part => new string(part)));

    private static string Plain(string typed) => new(typed.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
}
