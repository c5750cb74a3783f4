using Microsoft.AspNetCore.Identity;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>
/// Adapter from our tables to the framework's passkey handler, within one transaction. Read-only: the caller of a ceremony writes its result.
/// </summary>
internal sealed class PasskeyStore(People people, Passkeys passkeys, string domain, Work work) : IUserPasskeyStore<Person>
{
    public Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) => people.ById(userId, work);

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) => passkeys.Stored(user.Id, domain, work);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await passkeys.Stored(user.Id, domain, work)).FirstOrDefault(passkey => passkey.CredentialId.AsSpan().SequenceEqual(credentialId));

    /// <returns>The current or former owner, because a credential id is never reused.</returns>
    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.OwnerOf(credentialId, work) is { } owner
            ? await people.ById(owner, work) ?? new(owner, Name: "", Email: "", PasswordHash: "", Authenticator: null, Grants: [])
            : null;

    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Written();

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) => throw Written();

    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw Written();

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) => throw Written();

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) => throw Written();

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) => throw Written();

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw Written();

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => throw Written();

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw Written();

    public void Dispose() { }

    private static NotSupportedException Written() => new("Passkey ceremonies only read people. Use the classes of Kernel/Identities to write them.");
}
