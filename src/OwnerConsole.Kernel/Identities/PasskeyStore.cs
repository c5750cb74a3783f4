using Microsoft.AspNetCore.Identity;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Our rows as the framework's passkey ceremony reads them, inside of one transaction. It writes nothing: what comes of a ceremony is written by who asked for it.</summary>
internal sealed class PasskeyStore(People people, Passkeys passkeys, string domain, Work work) : IUserPasskeyStore<Person>
{
    public Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) => people.ById(userId, work);

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) => passkeys.Stored(user.Id, domain, work);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await passkeys.Stored(user.Id, domain, work)).FirstOrDefault(passkey => passkey.CredentialId.AsSpan().SequenceEqual(credentialId));

    /// <returns>also who had it: a device's name for a key is taken for ever</returns>
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

    private static NotSupportedException Written() => new("People are read and written by Kernel/Identities; a ceremony asks for nothing else.");
}
