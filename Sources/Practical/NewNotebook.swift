/// The notebook that `practicum new` writes: one task, a small random encoder, and every step from data to a prediction.
enum NewNotebook {
    static let text = """
        ---
        title: "My First Practical"
        params:
          encoder: random
          train-samples: 32
          epochs: 1
        ---

        This notebook trains a small model to find names in sentences. Its encoder starts at random, so that it runs in seconds and
        learns little. For one that has read a lot, run it with `-p encoder=all-MiniLM-L6-v2 -p train-samples=500 -p epochs=3`.

        `practicum commands` lists what a cell can hold.

        ## 1. Data

        Words with their labels: who is a person, what is a place.

        ```{practicum}
        #| label: data
        session --seed 42
        load ner conll2003
        select ner --train $train-samples --validation 16
        ```

        ## 2. Model

        ```{practicum}
        #| label: model
        tokenizer $encoder
        encode ner --max-length 128
        dataset ner
        batches round-robin ner --batch-size 8
        model multitask --encoder $encoder
        ```

        ## 3. Training

        ```{practicum}
        #| label: train
        #| fig-cap: "Loss per step"
        optimizer adamw --learning-rate 2e-4
        schedule linear --epochs $epochs
        weights fixed ner=1
        train --epochs $epochs
        ```

        ## 4. What It Has Learnt

        ```{practicum}
        #| label: scores
        evaluate ner
        predict ner "Ada Lovelace lived in London."
        ```

        """
}
