namespace OwnerConsole.Fixtures;

/// <summary>A new console for each test, with an application and an owner signed in.</summary>
public abstract class OwnConsole : IAsyncLifetime
{
    protected TestConsole Console { get; private set; } = null!; // set before each test

    protected TestApplication App { get; private set; } = null!;

    protected TestBrowser Owner { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Console = await TestConsole.Start();
        App = await TestApplication.Connect(Console);
        Owner = await TestBrowser.Owner(Console);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Console.DisposeAsync();
    }
}
