/// A lesson to begin from.
public enum LessonTemplate {
  public static func text(named name: String) -> String {
    """
    ---
    lesson: \(name.isEmpty ? "lesson" : name)
    title: How far does one step go?
    slide: Review: Vanilla Gradient Descent
    minutes: 10
    ---
    # How far does one step go?

    Begin with a question that a student would ask. Prose is Markdown: *emphasis*, lists, tables and
    formulas in Unicode, as ∇L = (2x, 2y).

    ```descent setup
    let: a = $pick(3,4,5)
    surface "x^2 + y^2" at=$a,1
    optimizer gd lr=$pick(0.1,0.2)
    ```

    ## Work it out

    Each student has numbers of their own; in a question, braces show them.

    ```descent number id=gradient
    ask: At x = {x}, what is ∂L/∂x?
    expect: grad[0]
    wrong: x -> The derivative of x² is 2x.
    hint: Differentiate x².
    right: Uphill, so the step goes the other way.
    ```

    ```descent do id=step
    ask: Make one update.
    check: t == 1
    answer: step
    hint: The command is `step`.
    ```

    ```descent predict id=five
    ask: Where will x be after five more updates?
    run: step 5
    expect: x
    hint: Each update multiplies x by 1 − 2η.
    ```

    ```descent show
    print loss
    ```

    ```descent choice id=sign
    ask: The minus sign in θ − η∇L is there because ...
    - [x] the gradient points uphill.
    - [ ] the learning rate is negative. -> It is positive; the sign turns the gradient around.
    ```

    ```descent checkpoint id=end
    ```

    ## What to remember

    - A step is −η∇L.

    ```descent play id=open
    **An open question.** From which η on does x no longer arrive? Try `optimizer gd lr=0.9`, then
    `step 10`.
    ```

    """
  }
}
