using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>Sources of options read with the connection that they get.</summary>
public sealed class OptionSourceTests(TestConsole console) : IClassFixture<TestConsole>
{
    /// <remarks>Two requests that each hold one connection and wait for the connection of the other don't answer until one of them times out.</remarks>
    [Fact]
    public void No_source_opens_a_second_connection()
    {
        var sources = console.Services.GetRequiredService<IEnumerable<IOptionSource>>().Select(source => source.GetType()).ToList();

        sources.Count.ShouldBeGreaterThan(10);
        sources
            .Where(type => type.GetConstructors().SelectMany(made => made.GetParameters()).Any(given => given.ParameterType == typeof(Database)))
            .ShouldBeEmpty();
    }
}
