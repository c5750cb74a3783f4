using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Second factors as field options.</summary>
public sealed class SecondFactorSource : IOptionSource
{
    public string Name => SecondFactor.Kinds;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([new(SecondFactor.Either, "Authenticator or passkey"), new(SecondFactor.PasskeyOnly, "Passkey")]);
}
